package dev.secretsync.crypt;

import dev.secretsync.crypt.age.Passphrases;
import dev.secretsync.model.SecretBytes;
import java.io.Console;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The person at the terminal of the process, who is asked without an echo. */
public final class ConsolePassphrases implements Passphrases {
  /** Bytes of a character. */
  private static final int MAX_UTF8 = 3;

  /** One question at a time, also when files are opened by several threads. */
  @Override
  public synchronized Optional<SecretBytes> ask(String what) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .flatMap(console -> Optional.ofNullable(console.readPassword("Enter %s: ", what)))
        .filter(typed -> typed.length > 0)
        .map(ConsolePassphrases::secret);
  }

  private static SecretBytes secret(char[] typed) {
    ByteBuffer utf8 = ByteBuffer.allocate(typed.length * MAX_UTF8);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(typed), utf8, true);
    byte[] bytes = Arrays.copyOf(utf8.array(), utf8.position());
    try {
      return SecretBytes.copyOf(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(utf8.array(), (byte) 0);
      Arrays.fill(typed, '\0');
    }
  }
}
