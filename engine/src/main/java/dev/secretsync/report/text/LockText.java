package dev.secretsync.report.text;

import dev.secretsync.lock.LockInfo;
import dev.secretsync.lock.LockWait;
import dev.secretsync.lock.Unlocking;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.time.Duration;

/** Who holds a cluster: the block that Terraform prints, which CI tools look for (cli.md 2.6). */
public final class LockText {
  private LockText() {}

  /** Whom a run waits for: all about it at first, a line from time to time after that. */
  public static void write(LockWait wait, PrintWriter out) {
    String cluster = Shown.name(wait.holder().cluster());
    if (wait.waited().isZero()) {
      out.println(
          cluster
              + " is locked by another run"
              + (wait.timeout().isZero()
                  ? ""
                  : "; waiting up to " + words(wait.timeout()) + " in all"));
      write(wait.holder(), out);
    } else {
      out.println(
          cluster
              + " is still locked by run "
              + Shown.name(wait.holder().id())
              + " after "
              + words(wait.waited()));
    }
    out.flush();
  }

  /** What became of force-unlock; nothing where only a diagnostic tells. */
  public static void write(Unlocking unlocking, PrintWriter out) {
    switch (unlocking) {
      case Unlocking.Displaced(LockInfo holder) -> {
        out.println(
            Shown.name(holder.cluster())
                + " is unlocked; the run that held it stops writing there");
        write(holder, out);
      }
      case Unlocking.NotLocked(String path) ->
          out.println("Nobody holds " + Shown.name(path) + ": nothing to unlock.");
      case Unlocking.HeldByAnother(LockInfo holder) -> {}
      case Unlocking.Failed failed -> {}
    }
    out.flush();
  }

  /** The block. */
  public static void write(LockInfo info, PrintWriter out) {
    out.println("Lock Info:");
    line("ID", info.id(), out);
    line("Path", info.path(), out);
    line("Operation", "apply", out);
    line("Who", info.who(), out);
    line("Version", info.version(), out);
    line("Created", info.created(), out);
    line("Info", info.info(), out);
    out.flush();
  }

  private static void line(String key, String value, PrintWriter out) {
    String padded = key + ":" + " ".repeat("Operation".length() - key.length());
    out.println(("  " + padded + " " + Shown.name(value)).stripTrailing());
  }

  private static String words(Duration time) {
    if (time.toSeconds() == 0) {
      return time.toMillis() + "ms";
    }
    return time.toMinutes() > 0 && time.toSecondsPart() == 0
        ? time.toMinutes() + "m"
        : time.toSeconds() + "s";
  }
}
