package dev.secretsync.desired;

import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.SourceLocation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds leaves that SOPS leaves as they are, and where leaves stand. */
final class Leaves {
  private Leaves() {}

  /** Where a value stands. */
  static Optional<SourceLocation> at(
      @Nullable List<Document> documents, int document, List<String> path) {
    return documents != null && document < documents.size()
        ? leaf(documents.get(document).root(), path).map(Node::at)
        : Optional.empty();
  }

  /** SOPS never encrypts an empty text (formats.md 1.4), so it stands in the document itself. */
  static boolean isEmptyText(@Nullable List<Document> documents, int document, List<String> path) {
    return documents != null
        && document < documents.size()
        && leaf(documents.get(document).root(), path)
            .filter(node -> node instanceof Node.Scalar scalar && isEmpty(scalar.value()))
            .isPresent();
  }

  private static boolean isEmpty(ScalarValue value) {
    return value instanceof ScalarValue.Text text && text.value().isEmpty();
  }

  private static Optional<Node> leaf(Node root, List<String> path) {
    Optional<Node> node = Optional.of(root);
    for (String key : path) {
      node =
          node.flatMap(
              n -> n instanceof Node.Mapping mapping ? mapping.get(key) : Optional.empty());
    }
    return node;
  }
}
