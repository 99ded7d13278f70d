package dev.secretsync.policy;

/**
 * A text in which {@code *} stands for any text, matched as a whole and case-sensitively. Takes
 * time in proportion to both lengths, whatever they hold (security.md G8).
 */
record Wildcard(String pattern) {

  boolean matches(String text) {
    int at = 0;
    int inText = 0;
    int star = -1;
    int afterStar = 0;
    while (inText < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        afterStar = inText;
      } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(inText)) {
        at++;
        inText++;
      } else if (star >= 0) {
        // only the last star may have to take more: what the earlier ones took fits
        at = star + 1;
        inText = ++afterStar;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }
}
