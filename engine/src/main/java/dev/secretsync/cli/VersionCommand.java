package dev.secretsync.cli;

import dev.secretsync.model.ExitCode;
import dev.secretsync.report.json.VersionJson;

/** {@code secretsync version}. Asks nobody whether there is a newer one (security.md P4). */
final class VersionCommand {
  private VersionCommand() {}

  static int run(Invocation invocation) {
    invocation.answer(
        out -> out.println("secretsync " + Version.current()),
        json -> VersionJson.write(Version.current(), json));
    return ExitCode.OK.number();
  }
}
