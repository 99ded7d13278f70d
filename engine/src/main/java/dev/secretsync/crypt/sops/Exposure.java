package dev.secretsync.crypt.sops;

import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds values that were encrypted and would stand in clear after a change that nobody meant so:
 * under a comment regex, a comment that loses its item covers the next one (formats.md 1.5).
 */
final class Exposure implements Walk.Visitor {
  private record Where(int document, String keys) {}

  private final Set<Where> encrypted = new HashSet<>();
  private final Set<Where> plain = new HashSet<>();

  private Exposure(List<Document> documents, Selection selection) {
    for (Document document : documents) {
      if (document.root() instanceof Node.Mapping root) {
        Walk.over(root, document.index(), selection, this);
      }
    }
  }

  /** Adds an error for each place of {@code after} that was encrypted only, and is in clear. */
  static void refuse(
      List<Document> before, List<Document> after, Selection selection, Problems problems) {
    if (!(selection instanceof Selection.CommentRegex)) { // nothing else depends on neighbours
      return;
    }
    Exposure old = new Exposure(before, selection);
    new Exposure(after, selection)
        .plain.stream()
            .filter(where -> old.encrypted.contains(where) && !old.plain.contains(where))
            .forEach(where ->
                problems.add(
                    Diagnostic.error(
                        Code.PLAINTEXT_VALUE,
                        Place.visible(where.keys().substring(0, where.keys().length() - 1)),
                        "was encrypted and would stand in clear, because of the comment before it",
                        "use edit, and move or remove that comment")));
  }

  @Override
  public ScalarValue leaf(Walk.Position position, Node.Scalar leaf, boolean encrypts) {
    (encrypts ? encrypted : plain)
        .add(new Where(position.place().document(), position.associated()));
    return leaf.value();
  }

  @Override
  public String comment(Walk.Position position, Node.Comment comment, boolean encrypts) {
    return comment.text();
  }
}
