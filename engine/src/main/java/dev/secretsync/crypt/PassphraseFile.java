package dev.secretsync.crypt;

import dev.secretsync.crypt.age.Passphrases;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file that holds the passphrase, for runs that nobody attends: all of it but one line end. It is
 * read once, for it may be a pipe.
 */
final class PassphraseFile implements Passphrases {
  private static final int MAX_BYTES = 4096;

  private final String path;
  private Optional<SecretBytes> held = Optional.empty();
  private boolean read;

  PassphraseFile(String path) {
    this.path = path;
  }

  @Override
  public synchronized Optional<SecretBytes> ask(String what) {
    if (!read) {
      read = true;
      held = read();
    }
    return held.map(passphrase -> passphrase.reveal(SecretBytes::copyOf));
  }

  private Optional<SecretBytes> read() {
    byte[] bytes = {};
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      bytes = in.readNBytes(MAX_BYTES + 1);
      int length = withoutLineEnd(bytes);
      if (length == 0 || bytes.length > MAX_BYTES) {
        return Optional.empty();
      }
      byte[] passphrase = Arrays.copyOf(bytes, length);
      try {
        return Optional.of(SecretBytes.copyOf(passphrase));
      } finally {
        Arrays.fill(passphrase, (byte) 0);
      }
    } catch (IOException | InvalidPathException | SecurityException _) {
      return Optional.empty();
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static int withoutLineEnd(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\n') {
      length--;
    }
    if (length > 0 && length < bytes.length && bytes[length - 1] == '\r') {
      length--;
    }
    return length;
  }
}
