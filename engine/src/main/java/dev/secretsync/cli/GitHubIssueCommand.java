package dev.secretsync.cli;

import dev.secretsync.github.DriftIssue;
import dev.secretsync.github.DriftReport;
import dev.secretsync.github.GitHub;
import dev.secretsync.github.Repository;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import java.nio.file.Path;
import java.util.List;

/** {@code secretsync github issue}: the issue about drift. */
final class GitHubIssueCommand {
  private GitHubIssueCommand() {}

  static int run(Invocation invocation) {
    String file =
        invocation
            .value(Flag.REPORT)
            .orElseThrow(() ->
                Invocation.usage(
                    "github issue needs a report",
                    "give one with --report FILE; drift --json-into makes it"));
    String key = invocation.value(Flag.KEY).orElse("default");
    GitHub github =
        GitHub.from(invocation.env(), invocation.runInfo().version(), invocation.clock());
    Repository repository = GitHubCommentCommand.repository(invocation);
    DriftReport report = DriftReport.read(Path.of(file));
    DriftIssue.Kept kept = new DriftIssue(github, repository, key).keep(report);
    invocation
        .out()
        .println(
            repository
                + (kept.number() == 0 ? ": " : "#" + kept.number() + ": issue ")
                + kept.words());
    if (report instanceof DriftReport.Unknown unknown) {
      Diagnostic why =
          Diagnostic.error(
              Code.NOTHING_TO_POST,
              file,
              unknown.why(),
              "the issue stays as it is; look at the run that makes the report");
      invocation.complain(List.of(why));
      return why.code().exitCode().number();
    }
    return ExitCode.OK.number();
  }
}
