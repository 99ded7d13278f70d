package dev.secretsync.cli;

import dev.secretsync.lock.LockInfo;
import dev.secretsync.lock.Unlocking;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.report.text.LockText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code secretsync force-unlock}: takes a cluster's lock away from a run that has died. */
final class ForceUnlockCommand {
  private ForceUnlockCommand() {}

  static int run(Invocation invocation) {
    List<String> arguments = invocation.line().getArgList();
    if (arguments.size() < 2) {
      throw Invocation.usage(
          "force-unlock needs a cluster and the ID of the run that holds it",
          "apply shows both when it has to wait");
    }
    Unlocking unlocking =
        new RepositoryRun(invocation)
            .forceUnlock(invocation.pathAfter(2), arguments.get(0), arguments.get(1));
    LockText.write(unlocking, invocation.out());
    return switch (unlocking) {
      case Unlocking.Displaced displaced -> 0;
      case Unlocking.NotLocked nothing -> 0;
      case Unlocking.HeldByAnother(LockInfo holder) -> {
        LockText.write(
            holder, new PrintWriter(invocation.terminal().err(), true, StandardCharsets.UTF_8));
        throw new RefusedException(
            Diagnostic.error(
                Code.LOCK_NOT_YOURS,
                holder.path(),
                "held by another run than " + arguments.get(1) + "; it was left alone",
                "give the ID of the holder, if it is dead"));
      }
      case Unlocking.Failed(Diagnostic why) -> throw new RefusedException(why);
    };
  }
}
