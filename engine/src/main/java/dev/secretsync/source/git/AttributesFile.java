package dev.secretsync.source.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code .gitattributes} at the root of a work tree (gitattributes(5)). Lines that are not ours
 * stay as they are, byte for byte.
 */
final class AttributesFile {
  private static final String NAME = ".gitattributes";
  private static final int MAX_SIZE = 1 << 20;
  private static final String OURS = "diff=secretsync merge=secretsync";

  /** A pattern, in quotes or not, and what follows it, perhaps to a carriage return. */
  private static final Pattern LINE =
      Pattern.compile(
          "[ \\t]*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\"# \\t][^ \\t]*)([ \\t].*)?", Pattern.DOTALL);

  private static final Pattern ATTRIBUTE =
      Pattern.compile("[ \\t]+(?:diff|merge)=secretsync(?=[ \\t\\r]|$)");

  /** What would end a word or begin something else than a pattern. */
  private static final Pattern TO_QUOTE = Pattern.compile(".*[\\s\"\\\\].*|#.*");

  private final Path file;
  private final boolean hasCarriageReturns;
  private final List<String> lines;
  private final List<String> changes = new ArrayList<>();

  private AttributesFile(Path file, String text) {
    this.file = file;
    hasCarriageReturns = text.contains("\r\n");
    lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
  }

  /** Reads it; Git does not follow a symbolic link there, and we write through none. */
  static AttributesFile in(Path workTree) {
    Path file = workTree.resolve(NAME);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new AttributesFile(file, "");
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw GitDrivers.refused(NAME, "not a regular file", "put a file in its place");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] content = in.readNBytes(MAX_SIZE + 1);
      if (content.length > MAX_SIZE) {
        throw GitDrivers.refused(NAME, "larger than 1 MiB", "add the lines by hand");
      }
      // each byte a character: it may be of any encoding
      return new AttributesFile(file, new String(content, StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      throw GitDrivers.refused(NAME, "cannot be read", "check who may read it");
    }
  }

  /** Adds a line for the pattern, unless one names both drivers for it. */
  void add(String pattern) {
    String written = quoted(pattern);
    if (lines.stream().noneMatch(line -> hasBoth(line, written))) {
      lines.add(written + " " + OURS + (hasCarriageReturns ? "\r" : ""));
      changes.add(NAME + ": " + SafePath.shown(pattern) + " " + OURS);
    }
  }

  private static boolean hasBoth(String line, String written) {
    Matcher parts = LINE.matcher(line);
    return parts.matches()
        && parts.group(1).equals(written)
        && parts.group(2) != null
        && ATTRIBUTE
                .matcher(parts.group(2))
                .results()
                .map(r -> r.group().strip())
                .distinct()
                .count()
            == 2;
  }

  private static String quoted(String pattern) {
    if (pattern.isEmpty()
        || pattern.startsWith("!")
        || pattern.startsWith("[attr]")
        || pattern.chars().anyMatch(Character::isISOControl)) {
      throw GitDrivers.refused(
          SafePath.shown(pattern),
          "no pattern that .gitattributes can have",
          "give a pattern such as *.enc.yaml, without ! before it");
    }
    String quoted =
        TO_QUOTE.matcher(pattern).matches()
            ? '"' + pattern.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
            : pattern;
    return new String(quoted.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Takes our two attributes out of every line, and out goes a line that says nothing more. */
  void removeAll() {
    List<String> kept = new ArrayList<>();
    for (String line : lines) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches() || parts.group(2) == null) {
        kept.add(line);
        continue;
      }
      String left = ATTRIBUTE.matcher(parts.group(2)).replaceAll("");
      if (left.equals(parts.group(2))) {
        kept.add(line);
        continue;
      }
      if (!left.isBlank()) {
        kept.add(line.substring(0, parts.end(1)) + left);
      }
      changes.add(NAME + ": " + SafePath.shown(utf8(parts.group(1))) + " no longer " + OURS);
    }
    lines.clear();
    lines.addAll(kept);
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Writes what was changed, all or nothing, and says it. */
  List<String> save() {
    if (changes.isEmpty()) {
      return List.of();
    }
    try {
      if (lines.isEmpty()) {
        Files.delete(file);
      } else {
        replace();
      }
      return List.copyOf(changes);
    } catch (IOException _) {
      throw GitDrivers.refused(NAME, "cannot be written", "check who may write to the folder");
    }
  }

  private void replace() throws IOException {
    String text = String.join("\n", lines) + "\n";
    Path temporary = Files.createTempFile(file.getParent(), NAME, ".tmp");
    try {
      Files.write(temporary, text.getBytes(StandardCharsets.ISO_8859_1));
      if (Files.getFileAttributeView(temporary, PosixFileAttributeView.class) != null) {
        Files.setPosixFilePermissions(
            temporary,
            Files.exists(file)
                ? Files.getPosixFilePermissions(file)
                : PosixFilePermissions.fromString("rw-r--r--"));
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
