package dev.secretsync.document;

/**
 * What stands in a text that keeps it from a style of YAML, as libyaml and so go-yaml see it. They
 * count as printable what is in the Basic Multilingual Plane only.
 */
record TextShape(
    boolean indicators,
    boolean special,
    boolean tabs,
    boolean edgeBlank,
    boolean trailingSpace,
    boolean breaks,
    boolean breakThenSpace,
    boolean spaceThenBreak) {
  private static final String FIRST_INDICATORS = "#,[]{}&*!|>'\"%@`";

  static TextShape of(String text) {
    if (text.isEmpty()) {
      return new TextShape(false, false, false, false, false, false, false, false);
    }
    boolean special = false;
    boolean tabs = false;
    boolean breaks = false;
    boolean breakThenSpace = false;
    boolean spaceThenBreak = false;
    char before = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      tabs |= c == '\t';
      special |= c != '\t' && !isPrintable(c);
      breaks |= c == '\n';
      breakThenSpace |= c == ' ' && before == '\n';
      spaceThenBreak |= c == '\n' && before == ' ';
      before = c;
    }
    return new TextShape(
        hasIndicators(text),
        special,
        tabs,
        isSpaceOrBreak(text.charAt(0)) || isSpaceOrBreak(before),
        before == ' ',
        breaks,
        breakThenSpace,
        spaceThenBreak);
  }

  private static boolean hasIndicators(String text) {
    if (text.startsWith("---") || text.startsWith("...")) {
      return true;
    }
    char first = text.charAt(0);
    if (FIRST_INDICATORS.indexOf(first) >= 0
        || ((first == '?' || first == '-') && isBlankAt(text, 1))) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == ':' && isBlankAt(text, i + 1)) || (c == '#' && isBlankAt(text, i - 1))) {
        return true;
      }
    }
    return false;
  }

  /** The ends of the text count as blank. */
  private static boolean isBlankAt(String text, int i) {
    if (i < 0 || i >= text.length()) {
      return true;
    }
    char c = text.charAt(i);
    return c == ' ' || c == '\t' || c == '\n';
  }

  private static boolean isSpaceOrBreak(char c) {
    return c == ' ' || c == '\n';
  }

  /** Line separators are for go-yaml; we escape them, since few readers keep them. */
  static boolean isPrintable(char c) {
    return c == '\n'
        || (c >= ' ' && c <= '~')
        || (c >= 0xa0
            && c < 0xfffe
            && !Character.isSurrogate(c)
            && c != 0x2028
            && c != 0x2029
            && c != 0xfeff);
  }

  boolean isPlainAllowed() {
    return !indicators && !special && !tabs && !edgeBlank && !breaks;
  }

  boolean isSingleQuotedAllowed() {
    return !special && !tabs && !breakThenSpace && !spaceThenBreak;
  }

  boolean isBlockAllowed() {
    return !special && !trailingSpace && !spaceThenBreak;
  }
}
