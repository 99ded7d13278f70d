package dev.secretsync.crypt.sops;

import java.util.List;

/**
 * Where a leaf stands: the document's number from 0, then mapping keys and, for elements of lists,
 * their numbers from 0.
 */
record Place(int document, List<String> path) {
  private static final int LONGEST_SHOWN = 512;

  Place {
    path = List.copyOf(path);
  }

  /**
   * As messages name it, such as {@code stringData.password}. Keys come from the repository: what a
   * terminal would obey or hide is replaced, and long names are cut.
   */
  String shown() {
    return visible(String.join(".", path));
  }

  /** The same, with the document where it is not the first. */
  String inFile() {
    return document == 0 ? shown() : "document " + (document + 1) + ": " + shown();
  }

  /** Any text of the repository as messages may show it. */
  static String visible(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_SHOWN)
        .forEach(c -> shown.appendCodePoint(isVisible(c) ? c : '\uFFFD'));
    return shown.toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
