package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.sops.ItemBlocks.Block;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * Three-way merge of the documents of a file, place by place. What one side changed is taken, what
 * both changed alike is taken once, and what both changed differently is a conflict.
 *
 * <ul>
 *   <li>Mappings are merged by key. Their order is ours; keys that only they have follow the key
 *       that they follow there.
 *   <li>Lists of the same length on all sides are merged by element, any other list is one value:
 *       nothing tells which element of one is which of the other.
 *   <li>Comments belong to the item that they precede.
 *   <li>Documents are merged by number as long as sides only append to them.
 * </ul>
 */
public final class TreeMerge {
  /**
   * What came of it.
   *
   * @param documents merged, with what we had wherever there is a conflict
   * @param conflicts the places of the conflicts, as messages name them
   */
  public record Merged(List<Document> documents, List<String> conflicts) {
    public Merged {
      documents = List.copyOf(documents);
      conflicts = List.copyOf(conflicts);
    }

    /** Whether it says the same as these documents. */
    public boolean isSame(List<Document> others) {
      return same(roots(documents), roots(others));
    }
  }

  private final List<String> conflicts = new ArrayList<>();
  private final Deque<String> path = new ArrayDeque<>();
  private int document;

  private TreeMerge() {}

  /**
   * Merges documents in clear.
   *
   * @param base what both sides began with; empty where they began with nothing
   */
  public static Merged merge(List<Document> base, List<Document> ours, List<Document> theirs) {
    TreeMerge merge = new TreeMerge();
    List<Node> merged = merge.documents(roots(base), roots(ours), roots(theirs));
    return new Merged(
        IntStream.range(0, merged.size()).mapToObj(i -> new Document(i, merged.get(i))).toList(),
        merge.conflicts);
  }

  private static List<Node> roots(List<Document> documents) {
    return documents.stream().map(Document::root).toList();
  }

  private List<Node> documents(List<Node> base, List<Node> ours, List<Node> theirs) {
    boolean fromNothing = base.isEmpty() && ours.size() == theirs.size();
    if (!fromNothing && !(appendsTo(base, ours) && appendsTo(base, theirs))) {
      return whole(base, ours, theirs);
    }
    int common = fromNothing ? ours.size() : base.size();
    List<Node> merged = new ArrayList<>();
    for (document = 0; document < common; document++) {
      Optional<Node> before = fromNothing ? Optional.empty() : Optional.of(base.get(document));
      merged.add(node(before, ours.get(document), theirs.get(document)));
    }
    List<Node> added = theirs.subList(common, theirs.size());
    merged.addAll(ours.subList(common, ours.size()));
    if (!same(added, ours.subList(common, ours.size()))) {
      merged.addAll(added);
    }
    return merged;
  }

  /**
   * Only then is it sure which document is which: a removed one moves the numbers of the others.
   */
  private static boolean appendsTo(List<Node> base, List<Node> side) {
    return side.size() == base.size()
        || (!base.isEmpty()
            && side.size() > base.size()
            && same(base, side.subList(0, base.size())));
  }

  private List<Node> whole(List<Node> base, List<Node> ours, List<Node> theirs) {
    if (same(base, ours)) {
      return theirs;
    }
    if (!same(base, theirs) && !same(ours, theirs)) {
      conflicts.add("the number of documents");
    }
    return ours;
  }

  private static boolean same(List<Node> a, List<Node> b) {
    return a.size() == b.size()
        && IntStream.range(0, a.size()).allMatch(i -> TreeShape.same(a.get(i), b.get(i)));
  }

  private Node node(Optional<Node> base, Node ours, Node theirs) {
    if (TreeShape.same(ours, theirs)
        || base.filter(before -> TreeShape.same(before, theirs)).isPresent()) {
      return ours;
    }
    if (base.filter(before -> TreeShape.same(before, ours)).isPresent()) {
      return theirs;
    }
    if (ours instanceof Node.Mapping mine
        && theirs instanceof Node.Mapping other
        && base.orElse(mine) instanceof Node.Mapping) {
      ItemBlocks before =
          base.map(node -> ItemBlocks.of(((Node.Mapping) node).items())).orElse(ItemBlocks.NONE);
      return new Node.Mapping(items(before, mine.items(), other.items()), mine.at());
    }
    if (ours instanceof Node.Sequence mine
        && theirs instanceof Node.Sequence other
        && base.orElse(null) instanceof Node.Sequence before
        && before.elements().size() == mine.elements().size()
        && before.elements().size() == other.elements().size()) {
      return new Node.Sequence(
          items(ItemBlocks.of(before.items()), mine.items(), other.items()), mine.at());
    }
    conflict();
    return ours;
  }

  private List<Node.Item> items(
      ItemBlocks base, List<Node.Item> oursItems, List<Node.Item> theirsItems) {
    ItemBlocks theirs = ItemBlocks.of(theirsItems);
    ItemBlocks ours = ItemBlocks.of(oursItems).withoutCommentsAdoptedBy(theirs, base);
    SequencedMap<String, Block> merged = new LinkedHashMap<>();
    for (String key : order(ours, theirs)) {
      path.addLast(key);
      block(base.get(key), ours.get(key), theirs.get(key)).ifPresent(b -> merged.put(key, b));
      path.removeLast();
    }
    return new ItemBlocks(merged, comments(base.trailing(), ours.trailing(), theirs.trailing()))
        .items();
  }

  private static List<String> order(ItemBlocks ours, ItemBlocks theirs) {
    List<String> order = new ArrayList<>(ours.blocks().keySet());
    int after = 0;
    for (String key : theirs.blocks().keySet()) {
      if (ours.get(key).isEmpty()) {
        order.add(after, key);
        after++;
      } else {
        after = order.indexOf(key) + 1;
      }
    }
    return order;
  }

  private Optional<Block> block(
      Optional<Block> base, Optional<Block> ours, Optional<Block> theirs) {
    if (ours.isPresent() && theirs.isPresent()) {
      Node value = node(base.map(Block::value), ours.get().value(), theirs.get().value());
      List<Node.Comment> before = base.map(Block::comments).orElse(List.of());
      return Optional.of(
          ours.get().with(comments(before, ours.get().comments(), theirs.get().comments()), value));
    }
    Optional<Block> left = ours.or(() -> theirs);
    if (base.isEmpty() || left.isEmpty()) {
      return left;
    }
    if (!TreeShape.same(base.get().value(), left.get().value())
        || !ItemBlocks.sameComments(base.get().comments(), left.get().comments())) {
      conflict(); // one side removed what the other changed
      return ours;
    }
    return Optional.empty();
  }

  private List<Node.Comment> comments(
      List<Node.Comment> base, List<Node.Comment> ours, List<Node.Comment> theirs) {
    if (ItemBlocks.sameComments(ours, theirs) || ItemBlocks.sameComments(base, theirs)) {
      return ours;
    }
    if (ItemBlocks.sameComments(base, ours)) {
      return theirs;
    }
    return CommentMerge.of(base, ours, theirs)
        .orElseGet(() -> {
          conflicts.add("a comment at " + place());
          return ours;
        });
  }

  private void conflict() {
    conflicts.add(place());
  }

  private String place() {
    String keys = path.isEmpty() ? "the top" : new Place(document, List.copyOf(path)).shown();
    return document == 0 ? keys : keys + " in document " + (document + 1);
  }
}
