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
    return read(file, text, Limits.REPOSITORY, problems);
  }

  /** The same for bytes, which must be UTF-8, and within other limits. */
  public static List<Document> read(String file, byte[] bytes, Limits limits, Problems problems) {
    if (bytes.length > limits.bytes()) {
      problems.add(tooLarge(file, limits));
      return List.of();
    }
    return Utf8.decode(bytes)
        .map(text -> read(file, text, limits, problems))
        .orElseGet(() -> {
          problems.add(FileErrors.notUtf8(file));
          return List.of();
        });
  }

  /** The same within other limits. */
  public static List<Document> read(String file, String text, Limits limits, Problems problems) {
    List<Document> documents = new ArrayList<>();
    try {
      checkText(file, text, limits);
      var parser = new ParserImpl(new StreamReader(text), options(limits));
      var comments = PendingComments.of(file, text);
      var composer = new YamlComposer(file, parser, comments, limits, problems);
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

  private static LoaderOptions options(Limits limits) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(limits.bytes());
    return options;
  }

  private static void checkText(String file, String text, Limits limits) {
    if (utf8Length(text, limits.bytes()) > limits.bytes()) {
      throw new RefusedException(tooLarge(file, limits));
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

  private static Diagnostic tooLarge(String file, Limits limits) {
    return Diagnostic.error(
        Code.YAML_LIMIT,
        new SourceLocation(file, 1, 1),
        "larger than " + limits.bytes() + " bytes",
        "split the file");
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

  private static long utf8Length(String text, int most) {
    long length = 0;
    for (int i = 0; i < text.length() && length <= most; i++) {
      char c = text.charAt(i);
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}
