package dev.secretsync.crypt.sops;

import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random changes of documents, and what they make of them: a second opinion on merging. */
public final class TreeEdits {
  private static final SourceLocation AT = new SourceLocation("edit", 1, 1);

  /**
   * A change at the place of an entry or an element; {@code added} is a place that is not there.
   */
  public record Edit(int document, List<String> path, Kind kind, String text) {
    boolean overlaps(Edit other) {
      int shorter = Math.min(path.size(), other.path.size());
      return document == other.document
          && path.subList(0, shorter).equals(other.path.subList(0, shorter));
    }
  }

  public enum Kind {
    CHANGE,
    REMOVE,
    APPEND
  }

  private final Random random;
  private final List<Edit> possible = new ArrayList<>();

  private TreeEdits(Random random) {
    this.random = random;
  }

  /** So many changes, of which no two touch the same place. */
  public static List<Edit> apart(List<Document> documents, int number, long seed) {
    TreeEdits edits = new TreeEdits(new Random(seed));
    for (Document document : documents) {
      edits.collect(document.root(), document.index(), List.of());
    }
    List<Edit> chosen = new ArrayList<>();
    for (int tries = 0; tries < number * 8 && chosen.size() < number; tries++) {
      Edit edit = edits.possible.get(edits.random.nextInt(edits.possible.size()));
      if (chosen.stream().noneMatch(edit::overlaps)) {
        chosen.add(edit);
      }
    }
    return chosen;
  }

  private void collect(Node node, int document, List<String> path) {
    switch (node) {
      case Node.Scalar _ -> {}
      case Node.Mapping mapping -> {
        add(document, with(path, "added " + possible.size()), Kind.APPEND);
        for (Node.Entry entry : mapping.entries()) {
          List<String> below = with(path, entry.key());
          add(document, below, random.nextBoolean() ? Kind.CHANGE : Kind.REMOVE);
          collect(entry.value(), document, below);
        }
      }
      case Node.Sequence sequence -> {
        for (int i = 0; i < sequence.elements().size(); i++) {
          List<String> below = with(path, Integer.toString(i));
          add(document, below, Kind.CHANGE);
          collect(sequence.elements().get(i), document, below);
        }
      }
    }
  }

  private void add(int document, List<String> path, Kind kind) {
    possible.add(new Edit(document, path, kind, "edit " + possible.size()));
  }

  private static List<String> with(List<String> path, String step) {
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  /** The documents after all these changes, one after the other. */
  public static List<Document> apply(List<Document> documents, List<Edit> edits) {
    List<Document> changed = new ArrayList<>(documents);
    for (Edit edit : edits) {
      Document document = changed.get(edit.document());
      changed.set(edit.document(), new Document(edit.document(), apply(document.root(), edit, 0)));
    }
    return changed;
  }

  private static Node apply(Node node, Edit edit, int depth) {
    String step = edit.path().get(depth);
    boolean here = depth == edit.path().size() - 1;
    List<Node.Item> items = new ArrayList<>();
    int comments = 0;
    int index = 0;
    for (Node.Item item : items(node)) {
      String name =
          switch (item) {
            case Node.Entry entry -> entry.key();
            case Node.Element _ -> Integer.toString(index++);
            case Node.Comment _ -> "";
          };
      if (item instanceof Node.Comment) {
        comments++;
        items.add(item);
        continue;
      }
      if (!name.equals(step)) {
        items.add(item);
      } else if (!here) {
        items.add(with(item, apply(value(item), edit, depth + 1)));
      } else if (edit.kind() == Kind.REMOVE) {
        items.subList(items.size() - comments, items.size()).clear();
      } else {
        items.add(with(item, text(edit)));
      }
      comments = 0;
    }
    if (here && edit.kind() == Kind.APPEND) {
      items.add(new Node.Entry(step, AT, text(edit)));
    }
    return node instanceof Node.Mapping
        ? new Node.Mapping(items, node.at())
        : new Node.Sequence(items, node.at());
  }

  private static Node text(Edit edit) {
    return new Node.Scalar(new ScalarValue.Text(edit.text()), AT);
  }

  private static List<Node.Item> items(Node node) {
    return node instanceof Node.Mapping mapping ? mapping.items() : ((Node.Sequence) node).items();
  }

  private static Node value(Node.Item item) {
    return item instanceof Node.Entry entry ? entry.value() : ((Node.Element) item).value();
  }

  private static Node.Item with(Node.Item item, Node value) {
    return item instanceof Node.Entry entry
        ? new Node.Entry(entry.key(), entry.keyAt(), value)
        : new Node.Element(value);
  }
}
