package dev.secretsync.document;

import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Any bytes as a document with the one key {@code data} (formats.md 1.8). */
public final class BinaryFile {
  private static final String KEY = "data";
  private static final Pattern START = Pattern.compile("\\s*\\{\\s*\"data\"\\s*:\\s*\"");
  private static final int LONGEST_START = 64;
  private static final int LARGE = 1 << 20;

  private BinaryFile() {}

  /** The document of a file in clear; none where it is too large. */
  public static List<Document> read(String file, byte[] bytes, Problems problems) {
    if (bytes.length > Limits.MAX_BINARY_BYTES) {
      problems.add(FileErrors.tooLarge(file, Limits.MAX_BINARY_BYTES));
      return List.of();
    }
    SourceLocation at = new SourceLocation(file, 1, 1);
    Node.Entry data =
        new Node.Entry(
            KEY, at, new Node.Scalar(new ScalarValue.Binary(SecretBytes.copyOf(bytes)), at));
    return List.of(new Document(0, new Node.Mapping(List.of(data), at)));
  }

  /**
   * The document of an encrypted file, which is JSON.
   *
   * <p>Where it begins with the text {@code data}, as SOPS writes it, and nothing in that is
   * escaped, the text is taken out before the JSON is parsed: a parser turns each of a hundred
   * million characters over several times.
   */
  public static List<Document> readEnvelope(String file, byte[] bytes, Problems problems) {
    Matcher start = START.matcher(latin(bytes, 0, Math.min(LONGEST_START, bytes.length)));
    int from = start.lookingAt() ? start.end() : bytes.length;
    int to = from;
    while (to < bytes.length && bytes[to] >= ' ' && bytes[to] != '"' && bytes[to] != '\\') {
      to++;
    }
    if (to == bytes.length || bytes[to] != '"' || bytes.length > Limits.ENVELOPE.bytes()) {
      return JsonReader.read(file, bytes, Limits.ENVELOPE, problems);
    }
    byte[] rest = new byte[bytes.length - (to - from)];
    System.arraycopy(bytes, 0, rest, 0, from);
    System.arraycopy(bytes, to, rest, from, bytes.length - to);
    String data = latin(bytes, from, to - from);
    return JsonReader.read(file, rest, Limits.ENVELOPE, problems).stream()
        .map(document -> withData(document, data))
        .toList();
  }

  /** The first entry is that of {@code data}: the text before it says so. */
  private static Document withData(Document document, String data) {
    if (document.root() instanceof Node.Mapping root
        && root.items().getFirst() instanceof Node.Entry entry) {
      List<Node.Item> items = new ArrayList<>(root.items());
      Node value = new Node.Scalar(new ScalarValue.Text(data), entry.value().at());
      items.set(0, new Node.Entry(entry.key(), entry.keyAt(), value));
      return new Document(document.index(), new Node.Mapping(items, root.at()));
    }
    return document;
  }

  private static String latin(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  /**
   * The bytes of an encrypted file. As in {@link #readEnvelope}, the text {@code data} does not go
   * through the writer if nothing in it has to be escaped.
   *
   * @throws RefusedException where a leaf is nothing that JSON can hold
   */
  public static byte[] writeEnvelope(Node.Mapping root, OptionalInt indent) {
    if (!(root.items().getFirst() instanceof Node.Entry(String key, _, Node.Scalar scalar))
        || !key.equals(KEY)
        || !(scalar.value() instanceof ScalarValue.Text(String text))
        || text.length() < LARGE) {
      return JsonWriter.write(root, indent);
    }
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    byte[] rest = JsonWriter.write(withData(new Document(0, root), "").root(), indent);
    Matcher start = START.matcher(latin(rest, 0, Math.min(LONGEST_START, rest.length)));
    if (!isPlain(data) || !start.lookingAt()) {
      return JsonWriter.write(root, indent);
    }
    byte[] all = new byte[Math.addExact(rest.length, data.length)];
    System.arraycopy(rest, 0, all, 0, start.end());
    System.arraycopy(data, 0, all, start.end(), data.length);
    System.arraycopy(rest, start.end(), all, start.end() + data.length, rest.length - start.end());
    return all;
  }

  private static boolean isPlain(byte[] ascii) {
    for (byte b : ascii) {
      if (b < ' ' || b == '"' || b == '\\' || b == '<' || b == '>' || b == '&') {
        return false;
      }
    }
    return true;
  }

  /**
   * The bytes of a file in clear.
   *
   * @throws RefusedException where there is no text or binary value below {@code data}
   */
  public static byte[] write(Node.Mapping root) {
    Node data = root.get(KEY).orElse(root);
    if (data instanceof Node.Scalar(ScalarValue value, _)) {
      if (value instanceof ScalarValue.Text(String text)) {
        return text.getBytes(StandardCharsets.UTF_8);
      }
      if (value instanceof ScalarValue.Binary(SecretBytes bytes)) {
        return bytes.reveal(byte[]::clone);
      }
    }
    throw new RefusedException(
        FileErrors.unfit(
            data.at(),
            "a binary file needs a text below the key data",
            "choose another output type"));
  }
}
