package dev.secretsync.document;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads dotenv as SOPS does (formats.md 1.8): lines of {@code KEY=VALUE} without quotes, {@code
 * export} or trimming. A backslash with an {@code n} stands for a line feed, and nothing stands for
 * a backslash. Stricter than SOPS: a key may occur once (security.md G5).
 */
public final class DotenvReader {
  private final String file;
  private final byte[] bytes;
  private final Problems problems;
  private final List<Node.Item> items = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private int line = 1;

  private DotenvReader(String file, byte[] bytes, Problems problems) {
    this.file = file;
    this.bytes = bytes;
    this.problems = problems;
  }

  /**
   * The one document of a file, a flat mapping of texts. A value that is not UTF-8 is binary.
   *
   * @param file its path, for locations only
   * @param bytes all of the file
   * @param problems takes everything that is wrong, with its place and without any of the text; a
   *     carriage return at the end of a value is a warning, since it belongs to the value
   */
  public static List<Document> read(String file, byte[] bytes, Limits limits, Problems problems) {
    if (bytes.length > limits.bytes()) {
      problems.add(FileErrors.tooLarge(file, limits.bytes()));
      return List.of();
    }
    return List.of(new DotenvReader(file, bytes, problems).document());
  }

  private Document document() {
    int start = 0;
    while (start < bytes.length) {
      int end = indexOf('\n', start, bytes.length);
      if (end > start) {
        line(start, end);
      }
      start = end + 1;
      line++;
    }
    return new Document(0, new Node.Mapping(items, new SourceLocation(file, 1, 1)));
  }

  private void line(int start, int end) {
    if (bytes[start] == '#') {
      Optional<String> text = Utf8.decode(bytes, start + 1, end - start - 1);
      text.ifPresentOrElse(t -> items.add(new Node.Comment(t, false, at(1))), this::notUtf8);
      return;
    }
    int equals = indexOf('=', start, end);
    if (equals == end) {
      problems.add(
          Diagnostic.error(
              Code.FILE_SYNTAX,
              at(1),
              "a line without an equals sign",
              "write KEY=VALUE, with \\n for each line feed of the value"));
      return;
    }
    Utf8.decode(bytes, start, equals - start)
        .ifPresentOrElse(key -> entry(key, equals + 1, end), this::notUtf8);
  }

  private void entry(String key, int start, int end) {
    if (!keys.add(Normalizer.normalize(key, Normalizer.Form.NFC))) {
      problems.add(FileErrors.duplicateKey(at(1)));
      return;
    }
    if (end > start && bytes[end - 1] == '\r') {
      problems.add(
          Diagnostic.warning(
              Code.BAD_VALUE,
              at(1),
              "a carriage return at the end of the line is part of the value",
              "save the file with Unix line ends"));
    }
    SourceLocation at = at(key.length() + 2);
    items.add(new Node.Entry(key, at(1), new Node.Scalar(value(start, end), at)));
  }

  private ScalarValue value(int start, int end) {
    // bytes as characters, so that bytes that are no text are unescaped as well
    String raw = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    return Utf8.leaf(raw.replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private void notUtf8() {
    problems.add(Diagnostic.error(Code.FILE_SYNTAX, at(1), "not UTF-8", "save the file as UTF-8"));
  }

  private SourceLocation at(int column) {
    return new SourceLocation(file, line, column);
  }

  private int indexOf(char wanted, int start, int end) {
    int i = start;
    while (i < end && bytes[i] != wanted) {
      i++;
    }
    return i;
  }
}
