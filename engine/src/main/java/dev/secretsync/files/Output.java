package dev.secretsync.files;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Where the result of a command goes, all of it or nothing. */
public sealed interface Output {
  /** A stream, such as standard output. */
  record Stream(OutputStream out) implements Output {}

  /** A file: a new one for its owner alone, an old one with the permissions that it has. */
  record File(Path path) implements Output {}

  /**
   * Writes everything.
   *
   * @throws RefusedException when that is not possible
   */
  default void write(byte[] bytes) {
    switch (this) {
      case File(Path path) -> Disk.write(path, bytes);
      case Stream(OutputStream out) -> {
        try {
          out.write(bytes);
          out.flush();
        } catch (IOException _) {
          throw new RefusedException(
              Diagnostic.error(
                  Code.UNWRITABLE_FILE, "standard output", "cannot be written", "try again"));
        }
      }
    }
  }
}
