package dev.secretsync.crypt.ed25519;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that somebody trusts, each of which is enough.
 *
 * @param keys never empty: no keys at all would be nothing that is required
 */
public record VerifyingKeys(List<VerifyingKey> keys) {
  private static final String HINT =
      "give a file as openssl pkey -pubout writes it, or of lines that begin with ssh-ed25519";

  public VerifyingKeys {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no keys");
    }
    keys = List.copyOf(keys);
  }

  /**
   * The keys in a file: PEM blocks, or lines of {@code .pub} files, with comments after {@code #}.
   *
   * @throws dev.secretsync.model.RefusedException when any of it is no public Ed25519 key
   */
  public static VerifyingKeys read(Path file) {
    String text = new String(KeyFile.read(file), StandardCharsets.ISO_8859_1);
    if (text.contains("PRIVATE KEY-----")) {
      throw KeyFile.refused(
          file,
          "is a private key, and a public one is asked for",
          "openssl pkey -pubout or ssh-keygen -y make its public half");
    }
    List<VerifyingKey> keys = text.contains("-----BEGIN ") ? pem(file, text) : lines(file, text);
    if (keys.isEmpty()) {
      throw KeyFile.refused(file, "holds no public Ed25519 key", HINT);
    }
    return new VerifyingKeys(keys);
  }

  private static List<VerifyingKey> pem(Path file, String text) {
    return Pem.read(text).orElse(List.of()).stream()
        .map(pem ->
            Optional.of(pem)
                .filter(block -> block.label().equals("PUBLIC KEY"))
                .flatMap(block -> VerifyingKey.ofSubjectPublicKeyInfo(block.body()))
                .orElseThrow(
                    () -> KeyFile.refused(file, "holds what is no public Ed25519 key", HINT)))
        .toList();
  }

  private static List<VerifyingKey> lines(Path file, String text) {
    List<VerifyingKey> keys = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (!line.isEmpty() && !line.startsWith("#")) {
        int at = number;
        keys.add(
            VerifyingKey.ofSshLine(line)
                .orElseThrow(() ->
                    KeyFile.refused(file, "holds no public Ed25519 key in line " + at, HINT)));
      }
    }
    return keys;
  }

  /** The key that made this signature of the message, where it is one of these. */
  public Optional<VerifyingKey> whoseSignature(byte[] message, byte[] signature) {
    return keys.stream().filter(key -> key.verifies(message, signature)).findFirst();
  }
}
