package dev.secretsync.declare;

import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import java.util.List;
import java.util.Set;

/**
 * Finds encrypted values where clear ones belong: a file that was encrypted whole hides what it
 * declares from reviewers and from us.
 */
final class EncryptedMetadata {
  private static final Set<String> VALUES = Set.of("data", "stringData");
  private static final String HINT =
      "encrypt again with encrypted_regex: ^(data|stringData)$ in .sops.yaml";

  private EncryptedMetadata() {}

  /** Reports encrypted values of a document of ours outside of data and stringData. */
  static void check(Node.Mapping root, List<Diagnostic> problems) {
    for (Node.Entry entry : root.entries()) {
      if (entry.key().equals("spec")) {
        Fields.of(entry.value()).entries().forEach(e -> checkUnlessValues(e, problems));
        if (!(entry.value() instanceof Node.Mapping)) {
          below(entry.value(), "spec", problems);
        }
      } else if (!entry.key().equals("sops")) {
        checkUnlessValues(entry, problems);
      }
    }
  }

  /** Whether even {@code apiVersion} and {@code kind} are encrypted, so that nobody can tell. */
  static boolean isHidden(Document document) {
    Fields root = Fields.of(document.root());
    return root.get("sops").isPresent()
        && root.get("apiVersion").filter(SecretData::isEncrypted).isPresent()
        && root.get("kind").filter(SecretData::isEncrypted).isPresent();
  }

  /** Says that a document was left alone because nothing of it can be read. */
  static Diagnostic hidden(Document document) {
    return Diagnostic.warning(
        Code.ENCRYPTED_METADATA,
        Fields.of(document.root()).place("apiVersion"),
        "a Kubernetes object that is encrypted whole is not read",
        HINT);
  }

  private static void checkUnlessValues(Node.Entry entry, List<Diagnostic> problems) {
    if (!VALUES.contains(entry.key())) {
      below(entry.value(), entry.key(), problems);
    }
  }

  private static void below(Node node, String name, List<Diagnostic> problems) {
    switch (node) {
      case Node.Mapping mapping ->
          mapping.entries().forEach(e -> below(e.value(), e.key(), problems));
      case Node.Sequence sequence -> sequence.elements().forEach(e -> below(e, name, problems));
      case Node.Scalar scalar -> {
        if (SecretData.isEncrypted(scalar)) {
          problems.add(
              Diagnostic.error(
                  Code.ENCRYPTED_METADATA,
                  scalar.at(),
                  Shown.name(name) + " is encrypted, and must be readable",
                  HINT));
        }
      }
    }
  }
}
