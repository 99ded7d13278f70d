package dev.secretsync.crypt.age;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a plugin is called, in its recipients, in its identities and in the name of its program
 * {@code age-plugin-NAME} (formats.md 2.6). It cannot hold a slash, so it never is a path.
 */
record PluginName(String text) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9+._-]{1,64}");
  private static final String RECIPIENT = "age1";
  private static final String IDENTITY = "AGE-PLUGIN-";

  /** {@code age1pq1...} that is malformed is still no recipient of a plugin. */
  private static final String NATIVE = "pq";

  /** Of a recipient {@code age1NAME1...}, when it is well-formed. */
  static Optional<PluginName> ofRecipient(String recipient) {
    int separator = recipient.lastIndexOf('1');
    if (separator <= RECIPIENT.length() || !recipient.startsWith(RECIPIENT)) {
      return Optional.empty();
    }
    return Bech32.decode(recipient.substring(0, separator), recipient)
        .flatMap(_ -> of(recipient.substring(RECIPIENT.length(), separator)))
        .filter(name -> !name.text().equals(NATIVE));
  }

  /** Of an identity {@code AGE-PLUGIN-NAME-1...}, when it is well-formed. */
  static Optional<PluginName> ofIdentity(String identity) {
    int separator = identity.lastIndexOf('1');
    if (separator <= IDENTITY.length()
        || !identity.startsWith(IDENTITY)
        || identity.charAt(separator - 1) != '-') {
      return Optional.empty();
    }
    return Bech32.decode(identity.substring(0, separator), identity)
        .flatMap(data -> {
          Arrays.fill(data, (byte) 0);
          return of(identity.substring(IDENTITY.length(), separator - 1));
        })
        .map(name -> new PluginName(name.text().toLowerCase(Locale.ROOT)));
  }

  private static Optional<PluginName> of(String text) {
    return ALLOWED.matcher(text).matches() ? Optional.of(new PluginName(text)) : Optional.empty();
  }

  /** The name of its program. */
  String program() {
    return "age-plugin-" + text;
  }
}
