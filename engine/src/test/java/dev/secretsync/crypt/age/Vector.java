package dev.secretsync.crypt.age;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.InflaterInputStream;

/** One file of the CCTV vectors: header lines, an empty line, the age file (formats.md 2.7). */
final class Vector {
  final String name;
  String expect = "";
  String payload = "";
  boolean armored;
  final List<String> identities = new ArrayList<>();
  final List<String> passphrases = new ArrayList<>();
  private byte[] fileKey = {};
  private boolean compressed;
  private final byte[] content;

  private Vector(String name, byte[] content) {
    this.name = name;
    this.content = content;
  }

  static Vector read(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\n\n");
    if (end < 0) {
      throw new AssertionError("no empty line after the header of " + path.getFileName());
    }
    Vector vector =
        new Vector(path.getFileName().toString(), Arrays.copyOfRange(bytes, end + 2, bytes.length));
    for (String line : new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n", -1)) {
      int colon = line.indexOf(": ");
      if (colon < 0) {
        throw new AssertionError("no header line in " + path.getFileName() + ": " + line);
      }
      vector.set(line.substring(0, colon), line.substring(colon + 2));
    }
    return vector;
  }

  private void set(String key, String value) {
    switch (key) {
      case "expect" -> expect = value;
      case "payload" -> payload = value;
      case "file key" -> fileKey = HexFormat.of().parseHex(value);
      case "identity" -> identities.add(value);
      case "passphrase" -> passphrases.add(value);
      case "armored" -> armored = yes(value, "yes");
      case "compressed" -> compressed = yes(value, "zlib");
      case "comment" -> {}
      default -> throw new AssertionError("unknown header key in " + name + ": " + key);
    }
  }

  private boolean yes(String value, String only) {
    if (!value.equals(only)) {
      throw new AssertionError("unknown header value in " + name + ": " + value);
    }
    return true;
  }

  byte[] fileKey() {
    return fileKey.clone();
  }

  byte[] file() throws IOException {
    if (!compressed) {
      return content.clone();
    }
    try (var inflated = new InflaterInputStream(new ByteArrayInputStream(content))) {
      return inflated.readAllBytes();
    }
  }

  /** The file as text, when it is armored. */
  String text() throws IOException {
    return new String(file(), StandardCharsets.ISO_8859_1);
  }
}
