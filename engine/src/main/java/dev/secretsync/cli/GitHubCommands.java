package dev.secretsync.cli;

import java.util.List;

/** The commands that post on GitHub. */
final class GitHubCommands {
  private static final String TOKEN =
      """
      The token is that of SECRETSYNC_GITHUB_TOKEN or GITHUB_TOKEN, and goes to the host of
      GITHUB_API_URL alone. Needs no key, no cluster and no repository on disk.
      """;

  static final List<Command> ALL =
      List.of(
          new Command(
              "github comment",
              "keep the one comment about a plan or an apply on a pull request",
              "",
              """
              Posts what --plan, --result, --markdown, --text, --failed or --superseded says, in
              place of the comment that is there. It is known by a hidden mark and by its author. An
              older run never replaces what a newer one posted; what is missing or cannot be read is
              posted as a failure.

              """
                  + TOKEN
                  + """
                  Permission: pull-requests: write.
                  Exit codes: 0 done, 1 GitHub does not do it, 64 usage, 65 a file cannot be posted.\
                  """,
              List.of(
                  Flag.PLAN,
                  Flag.RESULT_FROM,
                  Flag.MARKDOWN_FROM,
                  Flag.TEXT_FROM,
                  Flag.FAILED,
                  Flag.SUPERSEDED,
                  Flag.PULL_REQUEST,
                  Flag.REPOSITORY,
                  Flag.LABEL,
                  Flag.HEAD),
              GitHubCommentCommand::run),
          new Command(
              "github issue",
              "keep the one issue about drift: open, update, close",
              "",
              """
              Reads what drift --json-into wrote. Drift opens the issue or updates it, with a
              comment when the drift has changed; when nothing differs any more it is closed. A
              report that is missing, failed or incomplete never closes it.

              """
                  + TOKEN
                  + """
                  Permission: issues: write.
                  Exit codes: 0 done, 1 GitHub does not do it, 64 usage, 65 there is no report.\
                  """,
              List.of(Flag.REPORT, Flag.KEY, Flag.REPOSITORY),
              GitHubIssueCommand::run));

  private GitHubCommands() {}
}
