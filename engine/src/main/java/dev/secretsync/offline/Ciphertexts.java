package dev.secretsync.offline;

import dev.secretsync.declare.DataEntry;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values of one declared Secret as they stand in the file: ciphertext, or empty. They are
 * compared and never handed on. Equal ciphertext at one place is an equal value; another ciphertext
 * says nothing, since sops may have written the same value again.
 */
final class Ciphertexts {
  /** Below this many, one that changed and all that changed look the same. */
  private static final int TELLING = 2;

  /** How the value at one key is written. */
  private record Written(DataEntry.Encoding encoding, String text) {
    boolean isEmpty() {
      return text.isEmpty();
    }

    boolean isEncrypted() {
      return text.startsWith("ENC[");
    }

    @Override
    public String toString() {
      return "Written";
    }

    @Override
    public int hashCode() {
      return encoding.hashCode();
    }
  }

  private final SortedMap<String, Written> byKey = new TreeMap<>();

  /** Those of nothing. */
  static Ciphertexts none() {
    return new Ciphertexts();
  }

  static Ciphertexts of(Declarations declarations, ManagedSecret secret) {
    Ciphertexts ciphertexts = new Ciphertexts();
    List<Document> file = declarations.encryptedFiles().getOrDefault(secret.file(), List.of());
    secret
        .data()
        .values()
        .forEach(entry ->
            ciphertexts.byKey.put(
                entry.key(), new Written(entry.encoding(), text(file, secret.document(), entry))));
    return ciphertexts;
  }

  private static String text(List<Document> file, int document, DataEntry entry) {
    if (document >= file.size()) {
      return "";
    }
    Node node = file.get(document).root();
    for (String key : entry.path()) {
      if (!(node instanceof Node.Mapping mapping) || mapping.get(key).isEmpty()) {
        return "";
      }
      node = mapping.get(key).get();
    }
    return node instanceof Node.Scalar(ScalarValue.Text(String text), var _) ? text : "";
  }

  /** Whether there is one at all, so that equal ones are no accident. */
  boolean areTelling() {
    return byKey.values().stream().anyMatch(Written::isEncrypted);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ciphertexts ciphertexts && byKey.equals(ciphertexts.byKey);
  }

  /** Says nothing about what is written, only where. */
  @Override
  public int hashCode() {
    return byKey.keySet().hashCode();
  }

  /** What is different in {@code after}, in order of the keys. */
  static List<Field> between(Ciphertexts before, Ciphertexts after) {
    SortedMap<String, Written> all = new TreeMap<>(before.byKey);
    all.putAll(after.byKey);
    List<Field> fields = new ArrayList<>();
    for (String key : all.keySet()) {
      Written old = before.byKey.get(key);
      Written now = after.byKey.get(key);
      String name = "data." + key;
      if (old == null) {
        fields.add(new Field(Field.Kind.ADDED, name, "(sensitive value)"));
      } else if (now == null) {
        fields.add(new Field(Field.Kind.REMOVED, name, "(sensitive value)"));
      } else if (!old.equals(now)) {
        fields.add(new Field(Field.Kind.CHANGED, name, words(old, now)));
      }
    }
    return fields;
  }

  private static String words(Written old, Written now) {
    if (!now.isEmpty() && !now.isEncrypted()) {
      return "(no longer encrypted)";
    }
    if (old.isEmpty()) {
      return "(no longer empty)";
    }
    if (now.isEmpty()) {
      return "(now empty)";
    }
    return old.encoding() == now.encoding()
        ? "(ciphertext changed)"
        : "(ciphertext changed, now in " + map(now.encoding()) + ")";
  }

  private static String map(DataEntry.Encoding encoding) {
    return switch (encoding) {
      case BASE64 -> "data";
      case TEXT -> "stringData";
    };
  }

  /** Whether not one ciphertext stayed, as when a file is encrypted anew. */
  static boolean wereAllWrittenAgain(Ciphertexts before, Ciphertexts after) {
    int writtenAgain = 0;
    for (Map.Entry<String, Written> old : before.byKey.entrySet()) {
      Written now = after.byKey.get(old.getKey());
      if (now != null && now.isEncrypted() && old.getValue().isEncrypted()) {
        if (now.equals(old.getValue())) {
          return false;
        }
        writtenAgain++;
      }
    }
    return writtenAgain >= TELLING;
  }
}
