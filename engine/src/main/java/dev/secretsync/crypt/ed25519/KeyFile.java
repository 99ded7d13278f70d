package dev.secretsync.crypt.ed25519;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The bytes of a key file, and what to say when they are no key. */
final class KeyFile {
  /** No key of this kind has a twentieth of it. */
  private static final int MAX_BYTES = 16 << 10;

  private KeyFile() {}

  static byte[] read(Path file) {
    if (Files.isDirectory(file)) {
      throw refused(file, "is a folder", "name a key file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw refused(file, "is larger than any file of Ed25519 keys", "name a key file");
      }
      return bytes;
    } catch (NoSuchFileException _) {
      throw refused(file, "does not exist", "check the path");
    } catch (IOException | SecurityException _) {
      throw refused(file, "cannot be read", "check who may read it");
    }
  }

  /** A refusal that repeats nothing of the file. */
  static RefusedException refused(Path file, String summary, String hint) {
    return new RefusedException(Diagnostic.error(Code.SIGNING_KEY, file.toString(), summary, hint));
  }
}
