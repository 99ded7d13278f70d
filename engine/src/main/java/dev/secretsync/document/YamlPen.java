package dev.secretsync.document;

import java.util.List;

/** Where on the page the writer is: what go-yaml's emitter keeps to break lines where it does. */
final class YamlPen {
  private static final int NONE = -1;

  private final StringBuilder out = new StringBuilder();
  private int column;

  /** Nothing but blanks and indicators of blocks stands on the line. */
  private boolean fresh = true;

  /** What was written last is a blank. */
  private boolean blank = true;

  /** The column of a comment that nothing but a blank line keeps from what follows. */
  private int footColumn = NONE;

  String written() {
    return out.toString();
  }

  /** Goes on at this column, on a new line where this one has something else. */
  void startLine(int indent) {
    if (!fresh || column > indent || (column == indent && !blank)) {
      newline();
    }
    if (footColumn == indent) {
      newline();
    }
    out.repeat(' ', Math.max(0, indent - column));
    column = Math.max(column, indent);
    blank = true;
    footColumn = NONE;
  }

  /** Comments on lines of their own, above what follows. */
  void above(List<String> comments, int indent) {
    for (String comment : comments) {
      startLine(indent);
      text("#" + comment);
      newline();
    }
  }

  /** Comments on lines of their own, below what stands there. */
  void below(List<String> comments, int indent) {
    above(comments, indent);
    footColumn = comments.isEmpty() ? footColumn : indent;
  }

  /** Ends the line, with these comments at its end. */
  void endLine(List<String> comments) {
    comments.forEach(comment -> word("#" + comment));
    newline();
  }

  void endDocument() {
    footColumn = NONE;
    startLine(0);
  }

  /** {@code -}, {@code ?} or {@code :}: what follows may stand on the same line as if indented. */
  void blockIndicator(String indicator) {
    boolean wasFresh = fresh;
    word(indicator);
    fresh = wasFresh;
  }

  /** Text with a blank before it where there is none yet. */
  void word(String text) {
    if (!blank) {
      out.append(' ');
      column++;
    }
    text(text);
  }

  /** Text right behind what stands there. */
  void text(String text) {
    out.append(text);
    column += text.length();
    blank = false;
    fresh = false;
  }

  private void newline() {
    out.append('\n');
    column = 0;
    fresh = true;
    blank = true;
  }
}
