package dev.secretsync.crypt.pgp;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.openpgp.PGPPublicKey;

/**
 * The name of an OpenPGP key in a file of SOPS: 40 hexadecimal digits, with a final {@code !} for
 * exactly that key or subkey (formats.md 1.11). It comes from the repository and stands among the
 * arguments of {@code gpg}, so nothing else is taken for one.
 */
final class Fingerprint {
  private static final Pattern SYNTAX = Pattern.compile("[0-9A-F]{40}!?");
  private static final int DIGITS = 40;
  private static final int ID_DIGITS = 16;

  private final String text;

  private Fingerprint(String text) {
    this.text = text;
  }

  static Optional<Fingerprint> parse(String written) {
    String text = written.replace(" ", "").toUpperCase(Locale.ROOT);
    return SYNTAX.matcher(text).matches() ? Optional.of(new Fingerprint(text)) : Optional.empty();
  }

  boolean isExact() {
    return text.length() > DIGITS;
  }

  boolean names(PGPPublicKey key) {
    return HexFormat.of()
        .withUpperCase()
        .formatHex(key.getFingerprint())
        .equals(text.substring(0, DIGITS));
  }

  /** The last 16 digits, and the {@code !} where there is one. */
  String shortened() {
    return text.substring(DIGITS - ID_DIGITS);
  }

  @Override
  public String toString() {
    return text;
  }
}
