package dev.secretsync.crypt.sops;

import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a rule leaves in clear. Where comments select what is encrypted, a comment of one side above
 * a value of the other could bring that value to light, though both had it encrypted.
 */
public final class ClearLeaves implements Walk.Visitor {
  /**
   * Without the number of its document, which a merge may change.
   *
   * @param isComment whether it stands inside the place
   */
  private record Leaf(List<String> path, boolean isComment, ScalarValue value) {}

  private final List<Leaf> leaves = new ArrayList<>();

  /** Where values stand by keys alone, as the numbers of list elements change. */
  private final Set<String> clearPlaces = new TreeSet<>();

  private final Set<String> sealedPlaces = new TreeSet<>();

  private ClearLeaves() {}

  private static ClearLeaves of(List<Document> documents, Selection selection) {
    ClearLeaves clear = new ClearLeaves();
    for (Document document : documents) {
      if (document.root() instanceof Node.Mapping root) {
        Walk.over(root, document.index(), selection, clear);
      }
    }
    return clear;
  }

  /**
   * The places of values and comments that {@code merged} would leave in clear and that stood in
   * clear in none of {@code sources}; as messages name them.
   *
   * @param merged documents in clear
   * @param sources the documents, also in clear, that it was made from
   */
  public static List<String> exposed(
      List<Document> merged, Collection<List<Document>> sources, Selection selection) {
    Set<Leaf> known = new HashSet<>();
    sources.forEach(source -> known.addAll(of(source, selection).leaves));
    return of(merged, selection).leaves.stream()
        .filter(leaf -> !known.contains(leaf))
        .map(leaf -> new Place(0, leaf.path()).shown())
        .distinct()
        .toList();
  }

  /**
   * The places that had nothing but encrypted values and would have one in clear, as messages name
   * them: under a comment regex, a comment that loses its item covers the next one.
   */
  static List<String> broughtToLight(
      List<Document> before, List<Document> after, Selection selection) {
    ClearLeaves old = of(before, selection);
    return of(after, selection).clearPlaces.stream()
        .filter(place -> old.sealedPlaces.contains(place) && !old.clearPlaces.contains(place))
        .map(Place::visible)
        .toList();
  }

  @Override
  public ScalarValue leaf(Walk.Position position, Node.Scalar leaf, boolean encrypts) {
    String keys = position.associated();
    (encrypts ? sealedPlaces : clearPlaces).add(keys.substring(0, keys.length() - 1));
    if (!encrypts) {
      leaves.add(new Leaf(position.place().path(), false, leaf.value()));
    }
    return leaf.value();
  }

  @Override
  public String comment(Walk.Position position, Node.Comment comment, boolean encrypts) {
    if (!encrypts) {
      leaves.add(new Leaf(position.place().path(), true, new ScalarValue.Text(comment.text())));
    }
    return comment.text();
  }
}
