package dev.secretsync.crypt.sops;

import dev.secretsync.document.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The items of a mapping or a list with the comments that belong to each: those above it and the
 * one behind it, which all stand before it among the items.
 *
 * @param blocks by key; elements of lists by their numbers from 0
 * @param trailing comments after the last of them
 */
record ItemBlocks(SequencedMap<String, Block> blocks, List<Node.Comment> trailing) {
  static final ItemBlocks NONE = new ItemBlocks(new LinkedHashMap<>(), List.of());

  ItemBlocks {
    blocks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(blocks));
    trailing = List.copyOf(trailing);
  }

  /** An entry or an element with its comments. */
  record Block(List<Node.Comment> comments, Node.Item item, Node value) {
    Block {
      comments = List.copyOf(comments);
    }

    /** The same item with other comments and another value. */
    Block with(List<Node.Comment> otherComments, Node other) {
      Node.Item changed =
          switch (item) {
            case Node.Entry entry -> new Node.Entry(entry.key(), entry.keyAt(), other);
            case Node.Element _, Node.Comment _ -> new Node.Element(other);
          };
      return new Block(otherComments, changed, other);
    }
  }

  static ItemBlocks of(List<Node.Item> items) {
    SequencedMap<String, Block> blocks = new LinkedHashMap<>();
    List<Node.Comment> comments = new ArrayList<>();
    for (Node.Item item : items) {
      switch (item) {
        case Node.Comment comment -> comments.add(comment);
        case Node.Entry(String key, _, Node value) -> {
          blocks.put(key, new Block(comments, item, value));
          comments.clear();
        }
        case Node.Element(Node value) -> {
          blocks.put(Integer.toString(blocks.size()), new Block(comments, item, value));
          comments.clear();
        }
      }
    }
    return new ItemBlocks(blocks, comments);
  }

  Optional<Block> get(String key) {
    return Optional.ofNullable(blocks.get(key));
  }

  /** As they stand in a document. */
  List<Node.Item> items() {
    List<Node.Item> items = new ArrayList<>();
    blocks
        .values()
        .forEach(block -> {
          items.addAll(block.comments());
          items.add(block.item());
        });
    items.addAll(trailing);
    return items;
  }

  /**
   * What is appended below the last comment of a mapping makes that comment its own. Where two
   * sides append, this takes it from one of them, the one whose addition comes second, so that it
   * does not end there twice.
   */
  ItemBlocks withoutCommentsAdoptedBy(ItemBlocks other, ItemBlocks base) {
    Optional<String> adopted = adopter(base);
    if (adopted.isEmpty() || other.adopter(base).isEmpty()) {
      return this;
    }
    SequencedMap<String, Block> left = new LinkedHashMap<>(blocks);
    left.computeIfPresent(
        adopted.get(),
        (_, block) ->
            block.with(
                block.comments().subList(base.trailing.size(), block.comments().size()),
                block.value()));
    return new ItemBlocks(left, trailing);
  }

  private Optional<String> adopter(ItemBlocks base) {
    int size = base.trailing.size();
    return blocks.entrySet().stream()
        .filter(entry -> size > 0 && !base.blocks.containsKey(entry.getKey()))
        .filter(entry -> entry.getValue().comments().size() >= size)
        .filter(entry -> sameComments(entry.getValue().comments().subList(0, size), base.trailing))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  static boolean sameComments(List<Node.Comment> a, List<Node.Comment> b) {
    return a.stream()
        .map(Node.Comment::text)
        .toList()
        .equals(b.stream().map(Node.Comment::text).toList());
  }
}
