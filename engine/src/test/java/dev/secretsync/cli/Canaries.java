package dev.secretsync.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;

/**
 * Searches bytes for values that must not be there, however they are written (security.md 4). Text
 * is compared as Latin-1, so that every byte is one character.
 */
final class Canaries {
  private static final int SHORTEST = 8;
  private final SortedMap<String, String> needles = new TreeMap<>();

  /**
   * @param values what must not be found, by a name to say instead
   */
  Canaries(Map<String, byte[]> values) {
    values.forEach((name, value) -> {
      encodings(value).forEach((encoding, text) -> needles.put(name + " as " + encoding, text));
      for (String line : latin(value).split("\n", -1)) {
        if (line.length() >= SHORTEST && line.length() < value.length) {
          encodings(bytes(line))
              .forEach((encoding, text) ->
                  needles.put(name + " line " + line.hashCode() + " as " + encoding, text));
        }
      }
    });
  }

  /** What of them stands in {@code haystack}, by name and encoding; empty when nothing does. */
  List<String> in(byte[] haystack) {
    String text = latin(haystack);
    return needles.entrySet().stream()
        .filter(needle -> text.contains(needle.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  List<String> in(String haystack) {
    return in(haystack.getBytes(StandardCharsets.UTF_8));
  }

  /** In the names and the contents of all files below, Git's compressed objects included. */
  List<String> inFiles(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        in(content).forEach(what -> found.add(file + ": " + what));
        in(file.toString()).forEach(what -> found.add("name of " + file + ": " + what));
        if (file.toString().contains("/objects/") && !file.toString().contains("/pack/")) {
          in(inflated(content)).forEach(what -> found.add(file + " inflated: " + what));
        }
      }
    }
    return found;
  }

  private static byte[] inflated(byte[] content) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(content))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every way of writing a value that is searched for. */
  static SortedMap<String, String> encodings(byte[] value) {
    SortedMap<String, String> all = new TreeMap<>();
    String raw = latin(value);
    String text = new String(value, StandardCharsets.UTF_8);
    all.put("raw", raw);
    all.put("raw, case swapped", swapped(raw));
    all.put("reversed", new StringBuilder(raw).reverse().toString());
    for (int offset = 0; offset < 3; offset++) {
      String base64 = base64At(offset, value);
      all.put("base64 at " + offset, base64);
      all.put("base64url at " + offset, base64.replace('+', '-').replace('/', '_'));
    }
    all.put("hex", HexFormat.of().formatHex(value));
    all.put("HEX", HexFormat.of().withUpperCase().formatHex(value));
    all.put("URL", URLEncoder.encode(text, StandardCharsets.UTF_8));
    all.put("URL path", URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"));
    all.put("JSON", latin(text(JsonStringEncoder.getInstance().quoteAsString(text))));
    all.put("JSON in ASCII", ascii(JsonStringEncoder.getInstance().quoteAsString(text)));
    all.put("shell '", raw.replace("'", "'\\''"));
    all.put("shell \\", raw.replaceAll("([^A-Za-z0-9_\\n.,:/@%+-])", "\\\\$1"));
    all.put("shell $'", raw.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n"));
    for (String algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512")) {
      byte[] digest = digest(algorithm, value);
      all.put(algorithm, HexFormat.of().formatHex(digest));
      all.put(algorithm + " HEX", HexFormat.of().withUpperCase().formatHex(digest));
      all.put(algorithm + " base64", Base64.getEncoder().withoutPadding().encodeToString(digest));
    }
    return all;
  }

  /** What of a value's base64 does not depend on its neighbours, after {@code offset} bytes. */
  private static String base64At(int offset, byte[] value) {
    byte[] shifted = new byte[offset + value.length];
    System.arraycopy(value, 0, shifted, offset, value.length);
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int first = offset == 0 ? 0 : offset + 1;
    int last = shifted.length * 8 / 6;
    return base64.substring(first, last);
  }

  private static String swapped(String text) {
    StringBuilder swapped = new StringBuilder();
    text.chars()
        .forEach(c ->
            swapped.append(
                (char) (Character.isUpperCase(c) ? Character.toLowerCase(c) : upper(c))));
    return swapped.toString();
  }

  private static int upper(int c) {
    return c < 128 ? String.valueOf((char) c).toUpperCase(Locale.ROOT).charAt(0) : c;
  }

  private static byte[] text(char[] chars) {
    return new String(chars).getBytes(StandardCharsets.UTF_8);
  }

  private static String ascii(char[] chars) {
    StringBuilder text = new StringBuilder();
    for (char c : chars) {
      text.append(c < 128 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return text.toString();
  }

  private static byte[] digest(String algorithm, byte[] value) {
    try {
      return MessageDigest.getInstance(algorithm).digest(value);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }
}
