package dev.secretsync.offline;

import dev.secretsync.crypt.sops.SopsFile;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the file of a declaration is encrypted, as its {@code sops} block says it to anybody. */
final class Sealed {
  private static final String MAC_ONLY = "sops.mac_only_encrypted";
  private final Optional<SopsFile> file;

  /** The data key as it was wrapped, by recipient. */
  private final SortedMap<String, String> wrapped;

  private Sealed(Optional<SopsFile> file, SortedMap<String, String> wrapped) {
    this.file = file;
    this.wrapped = wrapped;
  }

  static Sealed of(Declarations declarations, ManagedSecret secret) {
    List<Document> documents = declarations.encryptedFiles().getOrDefault(secret.file(), List.of());
    return documents.isEmpty()
        ? new Sealed(Optional.empty(), new TreeMap<>())
        : new Sealed(
            SopsFile.parse(secret.file(), documents, new Problems()),
            wrapped(documents.getFirst().root()));
  }

  private static SortedMap<String, String> wrapped(Node root) {
    SortedMap<String, String> wrapped = new TreeMap<>();
    if (root instanceof Node.Mapping mapping) {
      mapping.get("sops").ifPresent(block -> wrapped(block, wrapped));
    }
    return wrapped;
  }

  private static void wrapped(Node node, Map<String, String> wrapped) {
    switch (node) {
      case Node.Mapping mapping -> {
        text(mapping, "enc")
            .ifPresent(key ->
                wrapped.put(
                    text(mapping, "recipient").or(() -> text(mapping, "fp")).orElse(""), key));
        mapping.entries().forEach(entry -> wrapped(entry.value(), wrapped));
      }
      case Node.Sequence sequence -> sequence.elements().forEach(one -> wrapped(one, wrapped));
      case Node.Scalar _ -> {}
    }
  }

  private static Optional<String> text(Node.Mapping mapping, String key) {
    return mapping
        .get(key)
        .flatMap(node ->
            node instanceof Node.Scalar(ScalarValue.Text(String text), var _)
                ? Optional.of(text)
                : Optional.empty());
  }

  /**
   * What is different in {@code after} about which values are encrypted and how (X7). Recipients
   * are no part of it: they are a change of trust.
   */
  static List<Field> between(Sealed before, Sealed after) {
    List<Field> fields = new ArrayList<>();
    if (before.file.isPresent() && after.file.isPresent()) {
      var old = before.file.get().settings();
      var now = after.file.get().settings();
      String said = said(old.selection().field(), old.selection().pattern());
      String says = said(now.selection().field(), now.selection().pattern());
      if (!said.equals(says)) {
        fields.add(
            new Field(
                Field.Kind.CHANGED, "sops", "which values are encrypted: " + said + " -> " + says));
      }
      if (now.macOnlyEncrypted() && !old.macOnlyEncrypted()) {
        fields.add(new Field(Field.Kind.ADDED, MAC_ONLY, "what is in clear can be edited unseen"));
      }
      if (old.macOnlyEncrypted() && !now.macOnlyEncrypted()) {
        fields.add(new Field(Field.Kind.REMOVED, MAC_ONLY, ""));
      }
    }
    return fields;
  }

  private static String said(String field, String pattern) {
    return pattern.isEmpty() ? "all of them" : field + " " + pattern;
  }

  /**
   * Whether the data key was wrapped again for somebody who had it already. The name of a recipient
   * is a label that proves nothing (X6), so that this is worth a look.
   */
  static boolean isWrappedAgain(Sealed before, Sealed after) {
    return before.wrapped.entrySet().stream()
        .anyMatch(one ->
            after.wrapped.containsKey(one.getKey())
                && !one.getValue().equals(after.wrapped.get(one.getKey())));
  }
}
