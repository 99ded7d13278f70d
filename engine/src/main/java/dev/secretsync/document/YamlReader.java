package dev.secretsync.document;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML as go-yaml v3 does, since SOPS makes its MAC over what that library understands
 * (formats.md 1.9), and stricter: duplicate keys, foreign tags and bombs are refused in every
 * document of the file (security.md G3-G6).
 */
public final class YamlReader {
  /** UTF-8 bytes that a file may have; a Secret cannot be larger. */
  public static final int MAX_BYTES = 1 << 20;

  /** Collections inside each other. */
  public static final int MAX_NESTING = 64;

  /** Documents in one file. */
  public static final int MAX_DOCUMENTS = 500;

  /** Nodes that all aliases of one file may stand for. */
  public static final int MAX_EXPANDED_NODES = 10_000;

  private YamlReader() {}

  /**
   * The documents of a file, in order. On an error they are those that could be read; the caller
   * must not use them for anything but finding more problems.
   *
   * @param file its path in the repository, for locations only
   * @param text all of the file
   * @param problems takes everything that is wrong, with its place and without any of the text
   */
  public static List<Document> read(String file, String text, Problems problems) {
    List<Document> documents = new ArrayList<>();
    try {
      checkText(file, text);
      var parser = new ParserImpl(new StreamReader(text), options());
      var composer = new YamlComposer(file, parser, PendingComments.of(file, text), problems);
      for (Optional<Document> d = composer.next(); d.isPresent(); d = composer.next()) {
        documents.add(d.get());
      }
    } catch (RefusedException e) {
      problems.addAll(e.diagnostics());
    } catch (MarkedYAMLException e) {
      Optional<Mark> mark = Optional.ofNullable(e.getProblemMark());
      problems.addAll(
          syntax(
                  new SourceLocation(
                      file,
                      mark.map(Mark::getLine).orElse(0) + 1,
                      mark.map(Mark::getColumn).orElse(0) + 1))
              .diagnostics());
    } catch (RuntimeException _) {
      // the library's messages quote the text, and hostile text makes it throw more than its own
      problems.addAll(syntax(new SourceLocation(file, 1, 1)).diagnostics());
    }
    return documents;
  }

  static RefusedException syntax(SourceLocation at) {
    return new RefusedException(
        Diagnostic.error(
            Code.YAML_SYNTAX,
            at,
            "not valid YAML",
            "look at indentation, quotes and colons here and in the line above"));
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    return options;
  }

  private static void checkText(String file, String text) {
    if (utf8Length(text) > MAX_BYTES) {
      throw new RefusedException(
          Diagnostic.error(
              Code.YAML_LIMIT,
              new SourceLocation(file, 1, 1),
              "larger than " + MAX_BYTES + " bytes",
              "split the file"));
    }
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
        lineStart = i + 1;
      } else if (isForbidden(text, i)) {
        int column = text.codePointCount(lineStart, i) + 1;
        throw forbidden(new SourceLocation(file, line, column), c);
      }
    }
  }

  private static RefusedException forbidden(SourceLocation at, char c) {
    return new RefusedException(
        c == '\uFEFF'
            ? Diagnostic.error(
                Code.YAML_SYNTAX, at, "a byte order mark", "save the file as UTF-8 without BOM")
            : Diagnostic.error(
                Code.YAML_SYNTAX,
                at,
                "a control character",
                "remove it, or write it as an escape in double quotes"));
  }

  private static boolean isForbidden(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
    return (c < ' ' && c != '\t' && c != '\r')
        || (c >= 0x7f && c < 0xa0 && c != 0x85)
        || c >= 0xfffe
        || c == '\uFEFF';
  }

  private static int utf8Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length() && length <= MAX_BYTES; i++) {
      char c = text.charAt(i);
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}
