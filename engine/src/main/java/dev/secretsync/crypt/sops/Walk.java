package dev.secretsync.crypt.sops;

import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Goes over the leaves and comments of a document in the order of SOPS, says of each whether the
 * file's rule encrypts it (formats.md 1.5), and builds the document anew from what the visitor
 * makes of them. The {@code sops} block is neither visited nor kept.
 *
 * <p>SOPS up to 3.13.2 wrote an encrypted comment of a list as an element. Such an element becomes
 * a comment before anybody sees it (formats.md 1.7).
 */
final class Walk {
  /** What is done with each leaf and comment. */
  interface Visitor {
    /**
     * A leaf that is not null; the answer takes its place.
     *
     * @param position where it stands
     * @param encrypts whether the rule wants it encrypted
     */
    ScalarValue leaf(Position position, Node.Scalar leaf, boolean encrypts);

    /** The text of a comment; the answer takes its place. Comments do not count in the MAC. */
    String comment(Position position, Node.Comment comment, boolean encrypts);

    /**
     * A key, after what is below it.
     *
     * @param holdsEncrypted whether the rule encrypts some of that
     */
    default void key(Node.Entry entry, boolean holdsEncrypted) {}
  }

  private final Selection selection;
  private final int document;
  private final Visitor visitor;
  private final Deque<String> path = new ArrayDeque<>();
  private final Deque<String> keys = new ArrayDeque<>();
  private int encryptedLeaves;

  private Walk(Selection selection, int document, Visitor visitor) {
    this.selection = selection;
    this.document = document;
    this.visitor = visitor;
  }

  /** The document as {@code visitor} changed it. */
  static Node.Mapping over(Node.Mapping root, int document, Selection selection, Visitor visitor) {
    return new Walk(selection, document, visitor).mapping(root, false, true);
  }

  /** {@code marked}: whether the rule marks a key above, or a comment that is active above. */
  private Node node(Node node, boolean marked) {
    return switch (node) {
      case Node.Mapping mapping -> mapping(mapping, marked, false);
      case Node.Sequence sequence -> sequence(sequence, marked);
      case Node.Scalar(ScalarValue.Null _, _) -> node;
      case Node.Scalar scalar -> {
        boolean encrypts = encrypts(marked);
        encryptedLeaves += encrypts ? 1 : 0;
        yield new Node.Scalar(visitor.leaf(position(), scalar, encrypts), scalar.at());
      }
    };
  }

  private boolean encrypts(boolean marked) {
    return marked == selection.encryptsMarked();
  }

  private Node.Mapping mapping(Node.Mapping mapping, boolean marked, boolean isRoot) {
    List<Node.Item> items = new ArrayList<>(mapping.items().size());
    boolean commented = false;
    for (Node.Item item : mapping.items()) {
      switch (item) {
        case Node.Comment comment -> {
          boolean marks = selection.marksComment(comment.text());
          items.add(comment(comment, marked || commented, marks));
          commented = commented || marks;
        }
        case Node.Entry entry -> {
          if (!isRoot || !entry.key().equals(SopsFile.BLOCK)) {
            items.add(entry(entry, marked || commented));
          }
          commented = false;
        }
        case Node.Element _ -> {}
      }
    }
    return new Node.Mapping(items, mapping.at());
  }

  private Node.Entry entry(Node.Entry entry, boolean marked) {
    int before = encryptedLeaves;
    path.addLast(entry.key());
    keys.addLast(entry.key());
    Node value = node(entry.value(), marked || selection.marksKey(entry.key()));
    keys.removeLast();
    path.removeLast();
    visitor.key(entry, encryptedLeaves > before);
    return new Node.Entry(entry.key(), entry.keyAt(), value);
  }

  private Node.Sequence sequence(Node.Sequence sequence, boolean marked) {
    List<Node.Item> items = new ArrayList<>(sequence.items().size());
    boolean commented = false;
    int index = 0;
    for (Node.Item item : sequence.items()) {
      switch (item) {
        case Node.Comment comment -> {
          boolean marks = selection.marksComment(comment.text());
          items.add(comment(comment, marked || commented, marks));
          commented = commented || marks;
        }
        case Node.Element(Node value) -> {
          Optional<Node.Comment> comment = asComment(value);
          if (comment.isPresent()) {
            items.add(comment(comment.get(), marked || commented, false));
          } else {
            path.addLast(Integer.toString(index));
            items.add(new Node.Element(node(value, marked || commented)));
            path.removeLast();
            commented = false;
          }
          index++;
        }
        case Node.Entry _ -> {}
      }
    }
    return new Node.Sequence(items, sequence.at());
  }

  /**
   * A comment that itself turns encryption on stays readable; one that turns it off does so for
   * itself too.
   */
  private Node.Comment comment(Node.Comment comment, boolean marked, boolean marks) {
    boolean encrypts = encrypts(selection.encryptsMarked() ? marked : marked || marks);
    String text = visitor.comment(position(), comment, encrypts);
    return new Node.Comment(text, comment.inline(), comment.at());
  }

  private static Optional<Node.Comment> asComment(Node node) {
    return node instanceof Node.Scalar(ScalarValue.Text(String text), SourceLocation at)
            && EncryptedValue.isClaimedBy(text)
            && EncryptedValue.parse(text).filter(v -> v.type() == LeafType.COMMENT).isPresent()
        ? Optional.of(new Node.Comment(text, false, at))
        : Optional.empty();
  }

  private Position position() {
    return new Position(new Place(document, new ArrayList<>(path)), String.join(":", keys) + ":");
  }

  /**
   * Where a leaf stands.
   *
   * @param associated what binds its ciphertext to the place: the keys of mappings only, so that
   *     all elements of a list have the same (formats.md 1.3)
   */
  record Position(Place place, String associated) {}
}
