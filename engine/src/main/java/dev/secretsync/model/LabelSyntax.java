package dev.secretsync.model;

import java.util.regex.Pattern;

/** What label keys and values may look like in Kubernetes (R78). */
public final class LabelSyntax {
  static final String BAD_KEY = "not a valid label key";
  static final String KEY_HINT =
      "a key is an optional DNS prefix and a slash, then at most 63 letters, digits, '-', '_', '.',"
          + " with a letter or digit at both ends";
  static final String BAD_VALUE = "not a valid label value";
  static final String VALUE_HINT =
      "a value is empty or at most 63 letters, digits, '-', '_', '.', with a letter or digit at"
          + " both ends";

  private static final int NAME = 63;
  private static final int PREFIX = 253;
  private static final Pattern QUALIFIED =
      Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");

  private LabelSyntax() {}

  /** Whether {@code text} can be the key of a label or an annotation. */
  public static boolean isKey(String text) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      String prefix = text.substring(0, slash);
      if (prefix.length() > PREFIX || !SUBDOMAIN.matcher(prefix).matches()) {
        return false;
      }
    }
    String name = text.substring(slash + 1);
    return name.length() <= NAME && QUALIFIED.matcher(name).matches();
  }

  /** Whether {@code text} can be the value of a label. */
  public static boolean isValue(String text) {
    return text.isEmpty() || (text.length() <= NAME && QUALIFIED.matcher(text).matches());
  }
}
