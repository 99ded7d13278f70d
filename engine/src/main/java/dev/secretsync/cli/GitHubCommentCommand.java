package dev.secretsync.cli;

import dev.secretsync.github.CommentText;
import dev.secretsync.github.Event;
import dev.secretsync.github.GitHub;
import dev.secretsync.github.PullRequest;
import dev.secretsync.github.Repository;
import dev.secretsync.github.StickyComment;
import dev.secretsync.github.StickyComment.Posted;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.RefusedException;
import dev.secretsync.report.markdown.DocumentMarkdown;
import dev.secretsync.report.markdown.OfflineMarkdown;
import dev.secretsync.report.markdown.PlanMarkdown;
import dev.secretsync.saved.AnyPlan;
import dev.secretsync.saved.MergedResult;
import dev.secretsync.saved.PlanFile;
import dev.secretsync.saved.SavedOfflinePlan;
import dev.secretsync.saved.SavedPlan;
import dev.secretsync.saved.SavedResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code secretsync github comment}: the sticky comment about a plan, or about an apply. */
final class GitHubCommentCommand {
  private static final List<Flag> SOURCES =
      List.of(
          Flag.PLAN,
          Flag.RESULT_FROM,
          Flag.MARKDOWN_FROM,
          Flag.TEXT_FROM,
          Flag.FAILED,
          Flag.SUPERSEDED);

  /** What a run on a fork may hand over (cli.md 5.3). */
  private static final int LARGEST_TEXT = 5 << 20;

  private final Invocation invocation;
  private final Flag source;
  private final Event event;
  private final String label;
  private final Optional<String> head;

  private GitHubCommentCommand(Invocation invocation, Flag source) {
    this.invocation = invocation;
    this.source = source;
    this.event = Event.from(invocation.env());
    this.label = invocation.value(Flag.LABEL).orElse(source == Flag.RESULT_FROM ? "apply" : "plan");
    this.head = invocation.value(Flag.HEAD).map(GitHubCommentCommand::commit).or(event::head);
  }

  static int run(Invocation invocation) {
    return new GitHubCommentCommand(invocation, source(invocation)).post();
  }

  private static Flag source(Invocation invocation) {
    List<Flag> given =
        SOURCES.stream()
            .flatMap(flag ->
                invocation.has(flag)
                    ? Stream.generate(() -> flag).limit(Math.max(1, invocation.values(flag).size()))
                    : Stream.of())
            .toList();
    if (given.size() != 1) {
      throw Invocation.usage(
          "github comment posts one thing",
          "give one of --plan FILE, --result FILE, --markdown FILE, --text FILE, --failed and"
              + " --superseded");
    }
    return given.getFirst();
  }

  private int post() {
    GitHub github =
        GitHub.from(invocation.env(), invocation.runInfo().version(), invocation.clock());
    Repository repository = repository(invocation);
    Optional<PullRequest> place =
        invocation
            .value(Flag.PULL_REQUEST)
            .map(text -> new PullRequest(repository, number(text)))
            .or(() -> PullRequest.of(github, repository, event));
    if (place.isEmpty()) {
      say(
          repository
              + (event.built().isPresent()
                  ? ": this commit came without a pull request; nothing posted"
                  : ": no open pull request has this commit any more; nothing posted"));
      return ExitCode.OK.number();
    }
    StickyComment comment = new StickyComment(github, place.get(), label);
    if (source == Flag.SUPERSEDED) {
      Posted posted =
          comment.supersede(
              head.orElseThrow(() ->
                  Invocation.usage("--superseded needs the new commit", "give it with --head SHA")),
              event.run());
      say(place.get(), posted);
      return ExitCode.OK.number();
    }
    String content;
    try {
      content = content();
    } catch (RuntimeException unusable) {
      // whatever went wrong, a plan of an earlier commit must not be left standing
      List<Diagnostic> why =
          unusable instanceof RefusedException refused ? refused.diagnostics() : List.of();
      say(place.get(), comment.post(failure(why), head, event.run()));
      throw unusable;
    }
    say(place.get(), comment.post(content, head, event.run()));
    return ExitCode.OK.number();
  }

  private String failure(List<Diagnostic> why) {
    return source == Flag.RESULT_FROM
        ? CommentText.withoutResult(label, why, event.url())
        : CommentText.failure(label, head, why, event.url());
  }

  private String content() {
    if (source == Flag.FAILED) {
      return failure(List.of());
    }
    Path file = Path.of(invocation.value(source).orElseThrow());
    return switch (source) {
      case PLAN ->
          plan(
              file,
              PlanFile.readAny(file, event.followsAnotherRun(), invocation.runInfo().version()));
      case RESULT_FROM -> result(file);
      case MARKDOWN_FROM -> CommentText.trusted(text(file));
      default -> CommentText.untrusted(text(file), label, event.url());
    };
  }

  /** Rendered anew: nothing of the file is taken for Markdown. */
  private String plan(Path file, AnyPlan any) {
    StringWriter markdown = new StringWriter();
    switch (any) {
      case SavedPlan _ when event.ofFork() ->
          throw new RefusedException(
              Diagnostic.error(
                  Code.PLAN_FILE,
                  file.toString(),
                  "says what is in the clusters, which no run on a fork can know",
                  "post what plan --offline --out wrote"));
      case SavedPlan saved ->
          PlanMarkdown.write(saved.plan(), saved.run(), Optional.of(saved.expires()), markdown);
      case SavedOfflinePlan saved -> OfflineMarkdown.write(saved.plan(), saved.run(), markdown);
    }
    return CommentText.trusted(markdown.toString());
  }

  /** That of a run that was killed says what is known of it. */
  private String result(Path file) {
    if (event.ofFork()) {
      throw new RefusedException(
          Diagnostic.error(
              Code.RESULT_FILE,
              file.toString(),
              "says what was applied, which no run on a fork can know",
              "post what apply --result wrote"));
    }
    StringWriter markdown = new StringWriter();
    DocumentMarkdown.write(
        MergedResult.of(List.of(SavedResult.read(file, invocation.runInfo().version()))).document(),
        DocumentMarkdown.COMMENT,
        markdown);
    return CommentText.trusted(markdown.toString());
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_TEXT + 1);
      if (bytes.length > LARGEST_TEXT) {
        throw unreadable(file, "is larger than what may be posted");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException | SecurityException _) {
      throw unreadable(file, "cannot be read");
    }
  }

  private static RefusedException unreadable(Path file, String summary) {
    return new RefusedException(
        Diagnostic.error(
            Code.NOTHING_TO_POST, file.toString(), summary, "name the file that holds it"));
  }

  static Repository repository(Invocation invocation) {
    return Repository.parse(
        invocation
            .value(Flag.REPOSITORY)
            .or(() -> Optional.ofNullable(invocation.env().get("GITHUB_REPOSITORY")))
            .orElseThrow(() ->
                Invocation.usage(
                    "it is not known which repository is meant", "give --repository OWNER/NAME")));
  }

  private static int number(String text) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw Invocation.usage("--pull-request takes a number", "such as 12");
    }
    return Integer.parseInt(text);
  }

  private static String commit(String text) {
    if (!Event.isCommit(text)) {
      throw Invocation.usage(
          "--head takes the whole name of a commit",
          "such as ${{ github.event.pull_request.head.sha }}");
    }
    return text;
  }

  private void say(PullRequest place, Posted posted) {
    say(place + ": comment " + posted.words());
  }

  private void say(String words) {
    invocation.out().println(words);
  }
}
