package dev.secretsync.document;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SourceLocation;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads INI as SOPS does, which is as {@code gopkg.in/ini.v1} does (formats.md 1.8): a mapping of
 * sections, each a mapping of texts. What stands above the first section is the section {@code
 * DEFAULT}. Comments above a key, and behind its value, follow the key in the tree. Stricter than
 * SOPS: a section may occur once, and a key once in it (security.md G5).
 */
public final class IniReader {
  private static final String DEFAULT = "DEFAULT";
  private static final String TRIPLE = "\"\"\"";
  private static final String DELIMITERS = "=:";
  private static final int SHORTEST_TRIPLE_QUOTED = 7;

  private final String file;
  private final IniLines lines;
  private final Problems problems;
  private final StringBuilder comment = new StringBuilder();
  private final IniValues values;
  private final List<Node.Item> sections = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private String section = DEFAULT;
  private SourceLocation sectionAt;
  private List<Node.Item> items = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();

  private IniReader(String file, String text, Problems problems) {
    this.file = file;
    lines = new IniLines(text);
    this.problems = problems;
    values = new IniValues(lines, comment);
    sectionAt = new SourceLocation(file, 1, 1);
  }

  /**
   * The one document of a file.
   *
   * @param file its path, for locations only
   * @param bytes all of the file
   * @param problems takes everything that is wrong, with its place and without any of the text
   */
  public static List<Document> read(String file, byte[] bytes, Limits limits, Problems problems) {
    if (bytes.length > limits.bytes()) {
      problems.add(FileErrors.tooLarge(file, limits.bytes()));
      return List.of();
    }
    return Utf8.decode(bytes)
        .map(text -> List.of(new IniReader(file, text, problems).document()))
        .orElseGet(() -> {
          problems.add(FileErrors.notUtf8(file));
          return List.of();
        });
  }

  /** Whether a line gives exactly this key and value. */
  static boolean readsAs(String line, String key, String value) {
    Problems problems = new Problems();
    Node root = new IniReader("", line + "\n", problems).document().root();
    return problems.all().isEmpty()
        && root instanceof Node.Mapping sections
        && sections.get(DEFAULT).orElse(root) instanceof Node.Mapping section
        && section.items().size() == 1
        && section.get(key).filter(v -> isText(v, value)).isPresent();
  }

  private static boolean isText(Node node, String value) {
    return node instanceof Node.Scalar(ScalarValue.Text(String text), _) && text.equals(value);
  }

  private Document document() {
    try {
      while (lines.hasNext()) {
        String line = IniLines.trimLeft(lines.next());
        if (line.startsWith("#") || line.startsWith(";")) {
          comment.append(line);
        } else if (line.startsWith("[")) {
          section(line);
        } else if (!line.isEmpty()) {
          key(line);
        }
      }
    } catch (IniValues.UnclosedException _) {
      problems.add(syntax("quotes that are not closed"));
    }
    endSection();
    return new Document(0, new Node.Mapping(sections, new SourceLocation(file, 1, 1)));
  }

  private void section(String line) {
    int close = line.lastIndexOf(']');
    if (close < 2) {
      problems.add(syntax(close < 0 ? "a section without its closing bracket" : "no section name"));
      return;
    }
    endSection();
    section = line.substring(1, close);
    sectionAt = at(1);
    int from = IniValues.commentStart(line.substring(close + 1));
    if (from >= 0) {
      comment.append(line.substring(close + 1 + from));
    }
    comment();
  }

  /** The first section is there without a name, and another may take it while it is empty. */
  private void endSection() {
    boolean taken = !names.add(Normalizer.normalize(section, Normalizer.Form.NFC));
    if (taken && section.equals(DEFAULT)) {
      taken = !sections.removeIf(IniReader::isEmptyDefault);
    }
    if (taken) {
      problems.add(
          Diagnostic.error(
              Code.DUPLICATE_KEY, sectionAt, "this section occurs twice", "join the two"));
    } else {
      Node.Mapping mapping = new Node.Mapping(items, sectionAt);
      sections.add(new Node.Entry(section, sectionAt, mapping));
    }
    items = new ArrayList<>();
    keys.clear();
  }

  private static boolean isEmptyDefault(Node.Item item) {
    return item instanceof Node.Entry(String name, _, Node.Mapping mapping)
        && name.equals(DEFAULT)
        && mapping.items().isEmpty();
  }

  private void key(String line) throws IniValues.UnclosedException {
    SourceLocation at = at(1);
    int[] range;
    try {
      range = keyRange(line);
    } catch (RefusedException e) {
      problems.addAll(e.diagnostics());
      return;
    }
    String name = IniLines.trim(line.substring(range[0], range[1]));
    String value = values.read(line.substring(range[2]));
    if (name.isEmpty() || name.equals("-")) { // SOPS numbers those, and loses them
      problems.add(syntax("a line without a key"));
    } else if (keys.add(Normalizer.normalize(name, Normalizer.Form.NFC))) {
      SourceLocation valueAt = new SourceLocation(file, at.line(), range[2] + 1);
      Node.Scalar scalar = new Node.Scalar(new ScalarValue.Text(value), valueAt);
      items.add(new Node.Entry(name, at, scalar));
    } else {
      problems.add(FileErrors.duplicateKey(at));
    }
    comment();
  }

  /** Where a key begins and ends, and where its value begins. */
  private int[] keyRange(String line) {
    String quote = line.startsWith("`") ? "`" : line.startsWith("\"") ? "\"" : "";
    if (line.startsWith(TRIPLE) && line.length() >= SHORTEST_TRIPLE_QUOTED) {
      quote = TRIPLE;
    }
    int start = quote.length();
    int end = quote.isEmpty() ? delimiter(line, 0) : line.indexOf(quote, start);
    if (!quote.isEmpty() && end < 0) {
      throw new RefusedException(syntax("quotes that are not closed"));
    }
    int delimiter = quote.isEmpty() ? end : delimiter(line, end + start);
    if (delimiter < 0) {
      throw new RefusedException(syntax("a line without an equals sign"));
    }
    return new int[] {start, end, delimiter + 1};
  }

  private static int delimiter(String line, int from) {
    for (int i = from; i < line.length(); i++) {
      if (DELIMITERS.indexOf(line.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** SOPS takes the mark from the first line of a comment only. */
  private void comment() {
    String text = IniLines.trim(comment.toString());
    comment.setLength(0);
    if (!text.isEmpty()) {
      char mark = text.charAt(0);
      int start = IniLines.start(text, c -> c == mark || c == ' ');
      items.add(new Node.Comment(text.substring(start), false, at(1)));
    }
  }

  private Diagnostic syntax(String summary) {
    return Diagnostic.error(Code.FILE_SYNTAX, at(1), summary, "write key = value below [section]");
  }

  private SourceLocation at(int column) {
    return new SourceLocation(file, lines.number(), column);
  }
}
