package dev.secretsync.crypt.ed25519;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One block of a PEM file (RFC 7468). */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private final String label;
  private final byte[] body;

  private Pem(String label, byte[] body) {
    this.label = label;
    this.body = body;
  }

  /** What stands between the dashes. */
  String label() {
    return label;
  }

  /** The bytes themselves, which the caller overwrites when they are a private key. */
  byte[] body() {
    return body;
  }

  /** All blocks of a text, and nothing where it holds anything else. */
  static Optional<List<Pem>> read(String text) {
    List<Pem> blocks = new ArrayList<>();
    StringBuilder base64 = new StringBuilder();
    String label = "";
    for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      if (label.isEmpty()) {
        if (!line.startsWith(BEGIN) || !line.endsWith(DASHES)) {
          return Optional.empty();
        }
        label = line.substring(BEGIN.length(), Math.max(BEGIN.length(), line.length() - 5));
      } else if (line.equals(END + label + DASHES)) {
        try {
          blocks.add(new Pem(label, Base64.getDecoder().decode(base64.toString())));
        } catch (IllegalArgumentException _) {
          return Optional.empty();
        }
        label = "";
        base64.setLength(0);
      } else {
        base64.append(line);
      }
    }
    return label.isEmpty() && !blocks.isEmpty() ? Optional.of(blocks) : Optional.empty();
  }
}
