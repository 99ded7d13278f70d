package dev.secretsync.document;

import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Any bytes as a document with the one key {@code data} (formats.md 1.8). */
public final class BinaryFile {
  private static final String KEY = "data";

  private BinaryFile() {}

  /** The document of a file in clear; none where it is too large. */
  public static List<Document> read(String file, byte[] bytes, Problems problems) {
    if (bytes.length > Limits.MAX_BINARY_BYTES) {
      problems.add(FileErrors.tooLarge(file, Limits.MAX_BINARY_BYTES));
      return List.of();
    }
    SourceLocation at = new SourceLocation(file, 1, 1);
    Node.Entry data = new Node.Entry(KEY, at, new Node.Scalar(Utf8.leaf(bytes), at));
    return List.of(new Document(0, new Node.Mapping(List.of(data), at)));
  }

  /** The document of an encrypted file, which is JSON. */
  public static List<Document> readEnvelope(String file, byte[] bytes, Problems problems) {
    return JsonReader.read(file, bytes, Limits.ENVELOPE, problems);
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
      if (value instanceof ScalarValue.Binary(String base64)) {
        return Base64.getDecoder().decode(base64);
      }
    }
    throw new RefusedException(
        FileErrors.unfit(
            data.at(),
            "a binary file needs a text below the key data",
            "choose another output type"));
  }
}
