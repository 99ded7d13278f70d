package dev.secretsync.document;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes INI in the layout of {@code gopkg.in/ini.v1}, which SOPS writes (formats.md 1.8): keys of
 * a section aligned, a blank line between sections, a comment above the key that it follows in the
 * tree. Where that library would write a value that it does not read back, ours is in other quotes.
 */
public final class IniWriter {
  private static final String DEFAULT = "DEFAULT";
  private static final String TRIPLE = "\"\"\"";

  private final StringBuilder out = new StringBuilder();
  private final List<Diagnostic> problems = new ArrayList<>();

  private IniWriter() {}

  /**
   * The bytes of a file.
   *
   * @param root a mapping of sections, which are mappings of leaves
   * @throws RefusedException with everything that INI cannot hold
   */
  public static byte[] write(Node.Mapping root) {
    IniWriter writer = new IniWriter();
    List<Node.Entry> sections = root.entries();
    for (int i = 0; i < sections.size(); i++) {
      writer.section(sections.get(i), i == 0, i == sections.size() - 1);
    }
    if (!writer.problems.isEmpty()) {
      throw new RefusedException(writer.problems);
    }
    return writer.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void section(Node.Entry section, boolean first, boolean last) {
    String name = section.key();
    if (!(section.value() instanceof Node.Mapping mapping)) {
      refuse(section, "INI holds nothing but sections of leaves", "write the file as YAML or JSON");
      return;
    }
    if (name.isEmpty() || name.indexOf('\n') >= 0) {
      refuse(section, "a section name that INI cannot hold", "rename the section");
    }
    List<Node.Item> items = new ArrayList<>(mapping.items());
    if (!items.isEmpty() && items.getFirst() instanceof Node.Comment(String text, _, _)) {
      comment(text);
      items.removeFirst();
    }
    if (!first || !name.equals(DEFAULT)) {
      out.append('[').append(name).append("]\n");
    } else if (mapping.entries().isEmpty()) {
      return;
    }
    keys(items);
    if (!last) {
      out.append('\n');
    }
  }

  private void keys(List<Node.Item> items) {
    int width = items.stream().flatMap(IniWriter::shown).mapToInt(IniWriter::width).max().orElse(0);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Node.Entry entry) {
        lastComment(items, i + 1).ifPresent(this::comment);
        entry(entry, width);
      }
    }
  }

  private static Stream<String> shown(Node.Item item) {
    return item instanceof Node.Entry entry ? Stream.of(shownKey(entry.key())) : Stream.empty();
  }

  private static int width(String key) {
    return key.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Of several comments behind a key, SOPS keeps the last one. */
  private static Optional<String> lastComment(List<Node.Item> items, int from) {
    Optional<String> comment = Optional.empty();
    for (int i = from; i < items.size(); i++) {
      if (!(items.get(i) instanceof Node.Comment(String text, _, _))) {
        break;
      }
      comment = Optional.of(text);
    }
    return comment;
  }

  private void comment(String text) {
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("#") || line.startsWith(";")) {
        out.append(line.charAt(0)).append(' ').append(IniLines.trim(line.substring(1)));
      } else if (!line.isEmpty()) {
        out.append("; ").append(line);
      }
      out.append(line.isEmpty() ? "" : "\n");
    }
  }

  private void entry(Node.Entry entry, int width) {
    if (!(entry.value() instanceof Node.Scalar scalar)) {
      refuse(entry, "INI cannot hold a mapping or a list in a section", "write the file as YAML");
      return;
    }
    Optional<String> value = Utf8.decode(LeafText.bytes(scalar)).flatMap(IniWriter::quoted);
    String key = shownKey(entry.key());
    if (value.isEmpty()) {
      refuse(entry, "a value that INI cannot hold", "write the file as YAML");
    } else if (!IniReader.readsAs(key + " = x", entry.key(), "x")) {
      refuse(entry, "a key that INI cannot hold", "rename the key");
    } else {
      out.append(key).repeat(" ", Math.max(0, width - width(key)));
      out.append(" = ").append(value.get()).append('\n');
    }
  }

  private static String shownKey(String key) {
    if (key.indexOf('"') >= 0 || key.indexOf('=') >= 0 || key.indexOf(':') >= 0) {
      return "`" + key + "`";
    }
    return key.indexOf('`') >= 0 ? TRIPLE + key + TRIPLE : key;
  }

  /** The value in the library's quotes, or in the first others that read back. */
  private static Optional<String> quoted(String value) {
    return Stream.of(usual(value), TRIPLE + value + TRIPLE, "`" + value + "`", "\"" + value + "\"")
        .filter(shown -> IniReader.readsAs("k = " + shown, "k", value))
        .findFirst();
  }

  private static String usual(String value) {
    if (value.indexOf('\n') >= 0 || value.indexOf('`') >= 0) {
      return TRIPLE + value + TRIPLE;
    }
    if (IniValues.commentStart(value) >= 0) {
      return "`" + value + "`";
    }
    return IniLines.trim(value).length() == value.length() ? value : "\"" + value + "\"";
  }

  private void refuse(Node.Entry entry, String summary, String hint) {
    problems.add(FileErrors.unfit(entry.keyAt(), summary, hint));
  }
}
