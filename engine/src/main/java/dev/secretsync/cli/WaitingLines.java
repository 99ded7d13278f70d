package dev.secretsync.cli;

import dev.secretsync.lock.LockWait;
import dev.secretsync.report.text.LockText;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;

/**
 * Tells on stderr whom apply waits for, also with {@code --quiet}: it is why nothing goes on.
 * Clusters wait side by side, so each message is written in one piece.
 */
final class WaitingLines implements Consumer<LockWait> {
  private final PrintStream err;

  WaitingLines(PrintStream err) {
    this.err = err;
  }

  @Override
  public void accept(LockWait wait) {
    StringWriter text = new StringWriter();
    LockText.write(wait, new PrintWriter(text));
    err.print(text);
    err.flush();
  }
}
