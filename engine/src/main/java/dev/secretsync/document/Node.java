package dev.secretsync.document;

import dev.secretsync.model.SourceLocation;
import java.util.List;
import java.util.Optional;

/**
 * A typed tree with the place of everything in it: what YAML says after tags and plain scalars were
 * resolved as go-yaml v3 does, aliases expanded within limits (formats.md 1.9).
 */
public sealed interface Node {
  /** Where it begins. */
  SourceLocation at();

  /** An ordered mapping. Keys are strings, and each occurs once. */
  record Mapping(List<Item> items, SourceLocation at) implements Node {
    public Mapping {
      items = List.copyOf(items);
    }

    /** The value of {@code key}. */
    public Optional<Node> get(String key) {
      for (Item item : items) {
        if (item instanceof Entry entry && entry.key().equals(key)) {
          return Optional.of(entry.value());
        }
      }
      return Optional.empty();
    }

    /** The entries without the comments between them. */
    public List<Entry> entries() {
      return items.stream().filter(Entry.class::isInstance).map(Entry.class::cast).toList();
    }
  }

  /** An ordered list. */
  record Sequence(List<Item> items, SourceLocation at) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    /** The elements without the comments between them. */
    public List<Node> elements() {
      return items.stream()
          .filter(Element.class::isInstance)
          .map(i -> ((Element) i).value())
          .toList();
    }
  }

  /** A leaf. */
  record Scalar(ScalarValue value, SourceLocation at) implements Node {}

  /** What stands inside a mapping or a sequence, in order. */
  sealed interface Item {}

  /** A key and its value. */
  record Entry(String key, SourceLocation keyAt, Node value) implements Item {}

  /** An element of a sequence. */
  record Element(Node value) implements Item {}

  /**
   * A comment, without the {@code #}; SOPS counts comments as items (formats.md 1.1).
   *
   * @param inline whether it stands behind a value, which is then the item after it
   */
  record Comment(String text, boolean inline, SourceLocation at) implements Item {
    @Override
    public String toString() {
      return "Comment";
    }

    /** Says nothing about the text, which may be a secret. */
    @Override
    public int hashCode() {
      return at.hashCode();
    }
  }
}
