package dev.secretsync.cli;

import dev.secretsync.model.Progress;
import java.io.PrintStream;

/** One line on a terminal's stderr that moves while a long run goes on, and clears itself. */
final class ProgressLine implements Progress {
  private static final String CLEAR = "\r\u001b[K";
  private static final int SHORT_RUN = 2;
  private final PrintStream err;

  ProgressLine(PrintStream err) {
    this.err = err;
  }

  @Override
  public synchronized void step(String what, int done, int total) {
    if (total <= SHORT_RUN) {
      return;
    }
    err.print(CLEAR + (done < total ? done + " of " + total + " " + what : ""));
    err.flush();
  }
}
