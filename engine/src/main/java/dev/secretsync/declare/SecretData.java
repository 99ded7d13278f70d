package dev.secretsync.declare;

import dev.secretsync.declare.DataEntry.Encoding;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads where the values of one Secret stand, and refuses what stands there in clear (R116,
 * security.md X7).
 */
final class SecretData {
  private static final Pattern KEY =
      Pattern.compile("(?:[-_a-zA-Z0-9]|\\.[-_a-zA-Z0-9])[-._a-zA-Z0-9]{0,252}");
  private static final String ROTATE =
      "encrypt it with sops, and rotate the value: whoever can read the repository has it";

  private final boolean encrypted;
  private final List<Diagnostic> problems;
  private final SortedMap<String, DataEntry> entries = new TreeMap<>();

  /**
   * @param encrypted whether the document has a {@code sops} block
   */
  SecretData(boolean encrypted, List<Diagnostic> problems) {
    this.encrypted = encrypted;
    this.problems = problems;
  }

  static boolean isEncrypted(Node node) {
    return Fields.text(node)
        .filter(t -> t.startsWith("ENC[AES256_GCM,") && t.endsWith("]"))
        .isPresent();
  }

  /**
   * Reads {@code data} and {@code stringData} of {@code holder}, which is found at {@code path}.
   */
  SortedMap<String, DataEntry> read(Fields holder, List<String> path) {
    map(holder.at("data"), path, "data", Encoding.BASE64);
    map(holder.at("stringData"), path, "stringData", Encoding.TEXT);
    return entries;
  }

  private void map(Fields map, List<String> above, String name, Encoding encoding) {
    for (Node.Entry entry : map.entries()) {
      checkKey(entry);
      checkValue(entry);
      List<String> path = new ArrayList<>(above);
      path.add(name);
      path.add(entry.key());
      DataEntry other =
          entries.putIfAbsent(
              entry.key(), new DataEntry(entry.key(), path, encoding, entry.keyAt()));
      if (other != null) {
        problems.add(
            Diagnostic.error(
                Code.DUPLICATE_KEY,
                entry.keyAt(),
                "key " + Shown.name(entry.key()) + " stands in data and in stringData",
                "keep one of them; the other is at line " + other.at().line()));
      }
    }
  }

  private void checkKey(Node.Entry entry) {
    if (!KEY.matcher(entry.key()).matches()) {
      problems.add(
          Diagnostic.error(
              Code.BAD_KEY_NAME,
              entry.keyAt(),
              "key " + Shown.name(entry.key()) + " cannot be a key of a Secret",
              "use at most 253 letters, digits, '-', '_', '.', and not '..' in front"));
    }
  }

  private void checkValue(Node.Entry entry) {
    if (isEncrypted(entry.value())) {
      if (!encrypted) {
        problems.add(
            Diagnostic.error(
                Code.SOPS_METADATA,
                entry.value().at(),
                "value of " + Shown.name(entry.key()) + " is encrypted, but there is no sops block",
                "restore the sops block of this document from Git"));
      }
    } else if (!isEmpty(entry.value())) {
      problems.add(
          Diagnostic.error(
              Code.PLAINTEXT_VALUE,
              entry.value().at(),
              "value of " + Shown.name(entry.key()) + " is not encrypted",
              ROTATE));
    }
  }

  static boolean isEmpty(Node value) {
    return switch (value) {
      case Node.Scalar(ScalarValue.Text(String text), var _) -> text.isEmpty();
      case Node.Scalar(ScalarValue.Null(), var _) -> true;
      case Node.Scalar _ -> false;
      case Node.Mapping mapping -> mapping.entries().isEmpty();
      case Node.Sequence sequence -> sequence.elements().isEmpty();
    };
  }
}
