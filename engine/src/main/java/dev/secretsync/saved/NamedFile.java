package dev.secretsync.saved;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that somebody named to be read, and how it is refused.
 *
 * @param code of every refusal
 * @param kind what it should be, in words
 * @param hint what to name in its place
 * @param missing what to do where it does not exist
 */
record NamedFile(Path path, Code code, String kind, String hint, String missing) {
  /**
   * All of it.
   *
   * @param most how many bytes any of its kind may have
   * @throws RefusedException when it cannot be read
   */
  byte[] bytes(int most) {
    return bytes(most, "is larger than any " + kind, hint);
  }

  /**
   * All of it.
   *
   * @param tooLarge what is said of one that has more bytes than {@code most}
   * @param next what to do then
   */
  byte[] bytes(int most, String tooLarge, String next) {
    if (Files.isDirectory(path)) {
      throw refused("is a folder", hint);
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw refused(tooLarge, next);
      }
      return bytes;
    } catch (NoSuchFileException _) {
      throw refused("does not exist", missing);
    } catch (IOException | SecurityException _) {
      throw refused("cannot be read", "check who may read it");
    }
  }

  RefusedException refused(String summary, String next) {
    return new RefusedException(Diagnostic.error(code, path.toString(), summary, next));
  }
}
