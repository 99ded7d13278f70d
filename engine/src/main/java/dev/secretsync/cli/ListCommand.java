package dev.secretsync.cli;

import dev.secretsync.Planned;
import dev.secretsync.inspect.Listing;
import dev.secretsync.model.ExitCode;
import dev.secretsync.report.json.ListJson;
import dev.secretsync.report.text.ListText;
import java.util.Set;

/** {@code secretsync list}: every Secret that we manage or would manage. Never writes. */
final class ListCommand {
  private ListCommand() {}

  static int run(Invocation invocation) {
    try (Planned planned = new RepositoryRun(invocation).plan()) {
      Listing listing =
          Listing.of(planned.plan(), planned.declared(), planned.resolution(), planned.live());
      invocation.complain(planned.plan().diagnostics());
      invocation.answer(
          out -> ListText.write(listing, out),
          json -> ListJson.write(listing, planned.plan(), invocation.runInfo(), json));
      // what is refused stands in the list; only what could not be looked at makes it fail
      Set<ExitCode> codes = planned.plan().exitCodes();
      codes.remove(ExitCode.DENIED);
      codes.remove(ExitCode.CONFLICT);
      return invocation.exit(codes, false);
    }
  }
}
