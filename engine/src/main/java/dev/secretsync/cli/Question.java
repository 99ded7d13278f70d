package dev.secretsync.cli;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A line that a person at the terminal types. */
final class Question {
  private Question() {}

  /**
   * Asks. Nothing when the input ended. No more is read than the line, as there may be another
   * question, or an editor that reads on.
   */
  static Optional<String> ask(String question, Invocation invocation) {
    invocation.terminal().err().print(question);
    invocation.terminal().err().flush();
    InputStream in = invocation.terminal().in();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      for (; next >= 0 && next != '\n'; next = in.read()) {
        line.write(next);
      }
    } catch (IOException _) {
      throw new RefusedException(
          Diagnostic.error(Code.APPROVAL, "", "the answer could not be read", "try again"));
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8).strip());
  }
}
