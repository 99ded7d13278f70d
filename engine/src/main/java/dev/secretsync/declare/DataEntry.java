package dev.secretsync.declare;

import dev.secretsync.model.SourceLocation;
import java.util.List;

/**
 * Where the value of one key of a Secret stands. The value itself is not here: {@code crypt} opens
 * it by this path.
 *
 * @param key the key in the Secret
 * @param path keys from the document's root to the value, for example {@code spec, stringData,
 *     password}
 * @param encoding how the decrypted text becomes bytes
 */
public record DataEntry(String key, List<String> path, Encoding encoding, SourceLocation at) {
  public DataEntry {
    path = List.copyOf(path);
  }

  /** How the decrypted text becomes the bytes of the Secret. */
  public enum Encoding {
    /** It is standard base64, as in {@code data}. */
    BASE64,
    /** It is the value, in UTF-8, as in {@code stringData}. */
    TEXT
  }
}
