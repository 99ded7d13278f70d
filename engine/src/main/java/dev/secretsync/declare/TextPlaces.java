package dev.secretsync.declare;

import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.SourceLocation;

/** Finds places inside the scalars of one file, so that an error in a selector has its column. */
final class TextPlaces {
  private final String text;

  TextPlaces(String text) {
    this.text = text;
  }

  /**
   * The place of character {@code column} (from 1) of the text that {@code scalar} holds. Where the
   * file spells the text differently, with escapes or over several lines, the scalar's own place.
   */
  SourceLocation inside(Node scalar, int column) {
    SourceLocation at = scalar.at();
    if (!(scalar instanceof Node.Scalar(ScalarValue.Text(String value), var _))) {
      return at;
    }
    String line = line(at.line());
    int start = Math.min(line.length(), offset(line, at.column() - 1));
    int quote = line.startsWith("\"", start) || line.startsWith("'", start) ? 1 : 0;
    if (line.startsWith(value, start + quote)) {
      return new SourceLocation(at.file(), at.line(), at.column() + quote + column - 1);
    }
    if (line.startsWith("|", start) || line.startsWith(">", start)) {
      String below = line(at.line() + 1);
      int indent = below.length() - below.stripLeading().length();
      if (below.startsWith(value.stripTrailing(), indent)) {
        return new SourceLocation(at.file(), at.line() + 1, indent + column);
      }
    }
    return at;
  }

  private static int offset(String line, int codePoints) {
    return codePoints > line.codePointCount(0, line.length())
        ? line.length()
        : line.offsetByCodePoints(0, codePoints);
  }

  private String line(int number) {
    return text.lines().skip(number - 1L).findFirst().orElse("");
  }
}
