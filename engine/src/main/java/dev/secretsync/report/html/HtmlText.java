package dev.secretsync.report.html;

import dev.secretsync.report.Shown;

/** How names that come from repositories and clusters are put into HTML (security.md P3). */
final class HtmlText {
  private HtmlText() {}

  /** Text that is text in an element and in an attribute between double quotes. */
  static String of(String text) {
    String shown = Shown.name(text);
    StringBuilder safe = new StringBuilder(shown.length() + 16);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }
}
