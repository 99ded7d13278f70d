package dev.secretsync.document;

import java.util.List;

/**
 * Where on the page the writer is, and the comments that wait for their place. go-yaml keeps a
 * comment until the next place that takes one of its kind, which decides where some of them go.
 */
final class YamlPen {
  private static final int NONE = -1;

  private final StringBuilder out = new StringBuilder();
  private int column;

  /** Nothing but blanks and indicators of blocks stands on the line. */
  private boolean fresh = true;

  /** What was written last is a blank. */
  private boolean blank = true;

  private int footIndent = NONE;
  private List<String> head = List.of();
  private List<String> line = List.of();
  private List<String> foot = List.of();
  private List<String> tail = List.of();
  private List<String> keyLine = List.of();

  String written() {
    return out.toString();
  }

  boolean atLineStart() {
    return column == 0;
  }

  void waitHead(List<String> comments) {
    head = comments.isEmpty() ? head : comments;
  }

  void waitLine(List<String> comments) {
    line = comments.isEmpty() ? line : comments;
  }

  void waitFoot(List<String> comments) {
    foot = comments.isEmpty() ? foot : comments;
  }

  void waitTail(List<String> comments) {
    tail = comments.isEmpty() ? tail : comments;
  }

  /** What waited for the end of a line before a key is for the value of the key. */
  void keepLineForKey() {
    if (!line.isEmpty()) {
      keyLine = line;
      line = List.of();
    }
  }

  void giveLineToScalar() {
    if (!keyLine.isEmpty() && line.isEmpty()) {
      line = keyLine;
      keyLine = List.of();
    }
  }

  void flushKeyLine(int indent) {
    if (!keyLine.isEmpty()) {
      List<String> later = line;
      line = keyLine;
      flushLine(indent);
      line = later;
      keyLine = List.of();
    }
  }

  void flushHead(int indent) {
    if (!tail.isEmpty()) {
      startLine(indent);
      comment(tail, indent);
      tail = List.of();
      footIndent = indent;
    }
    if (!head.isEmpty()) {
      startLine(indent);
      comment(head, indent);
      head = List.of();
    }
  }

  void flushLine(int indent) {
    if (!line.isEmpty()) {
      if (!blank) {
        put(" ");
      }
      comment(line, indent);
      line = List.of();
    }
  }

  /** Ends the line before a literal text, whose comment stands there. */
  void endHeader(int indent) {
    if (line.isEmpty()) {
      newline();
    } else {
      flushLine(indent);
    }
  }

  void flushFoot(int indent) {
    if (!foot.isEmpty()) {
      startLine(indent);
      comment(foot, indent);
      foot = List.of();
      footIndent = indent;
    }
  }

  /** At the end of a document nothing waits any longer. */
  void endDocument() {
    flushLine(0);
    footIndent = 0;
    flushFoot(0);
    flushHead(0);
    footIndent = NONE;
    startLine(0);
  }

  private void comment(List<String> lines, int indent) {
    boolean first = true;
    for (String text : lines) {
      if (!first) {
        startLine(indent);
      }
      first = false;
      put("#");
      put(text);
      newline();
    }
    blank = true;
  }

  void startLine(int indent) {
    if (!fresh || column > indent || (column == indent && !blank)) {
      newline();
    }
    if (footIndent == indent) {
      newline();
    }
    if (column < indent) {
      put(" ".repeat(indent - column));
      fresh = true;
    }
    blank = true;
    footIndent = NONE;
  }

  /** {@code -} or {@code ?}: what follows may stand on the same line as if it were indented. */
  void blockIndicator(String indicator) {
    boolean wasFresh = fresh;
    word(indicator);
    fresh = wasFresh;
  }

  /** Text with a blank before it where there is none yet. */
  void word(String text) {
    if (!blank) {
      put(" ");
    }
    text(text);
  }

  /** {@code [} or <code>{</code>. */
  void open(String bracket) {
    word(bracket);
    blank = true;
  }

  /** Text right behind what stands there. */
  void text(String text) {
    put(text);
    blank = false;
    fresh = false;
  }

  void newline() {
    out.append('\n');
    column = 0;
    fresh = true;
    blank = true;
  }

  private void put(String text) {
    out.append(text);
    column += text.length();
    fresh = false;
  }
}
