package dev.secretsync.crypt.sops;

import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Goes over the leaves of a document in the order of SOPS and says of each whether it is encrypted.
 * What stands in clear where the file's own rule wants ciphertext is a problem, which needs no key
 * to find (security.md X7).
 */
final class Walk {
  private final Selection selection;
  private final int document;
  private final List<Leaf> leaves;
  private final Problems problems;
  private final Deque<String> path = new ArrayDeque<>();
  private final Deque<String> keys = new ArrayDeque<>();

  private Walk(Selection selection, int document, List<Leaf> leaves, Problems problems) {
    this.selection = selection;
    this.document = document;
    this.leaves = leaves;
    this.problems = problems;
  }

  /**
   * Adds the leaves of {@code root} to {@code leaves}; its {@code sops} block is not among them.
   */
  static void over(
      Node.Mapping root, int document, Selection selection, List<Leaf> leaves, Problems problems) {
    new Walk(selection, document, leaves, problems).mapping(root, false, true);
  }

  /** {@code marked}: whether the rule marks a key above, or a comment that is active above. */
  private void node(Node node, boolean marked) {
    switch (node) {
      case Node.Mapping mapping -> mapping(mapping, marked, false);
      case Node.Sequence sequence -> sequence(sequence, marked);
      case Node.Scalar scalar -> scalar(scalar, marked);
    }
  }

  private void mapping(Node.Mapping mapping, boolean marked, boolean isRoot) {
    boolean commented = false;
    for (Node.Item item : mapping.items()) {
      switch (item) {
        case Node.Comment(String text, _, _) ->
            commented = commented || selection.marksComment(text);
        case Node.Entry(String key, SourceLocation keyAt, Node value) -> {
          if (!isRoot || !key.equals(SopsFile.BLOCK)) {
            entry(key, keyAt, value, marked || commented);
          }
          commented = false;
        }
        case Node.Element _ -> {}
      }
    }
  }

  private void entry(String key, SourceLocation keyAt, Node value, boolean marked) {
    int before = leaves.size();
    path.addLast(key);
    keys.addLast(key);
    node(value, marked || selection.marksKey(key));
    keys.removeLast();
    path.removeLast();
    if (key.indexOf(':') >= 0 && hasEncrypted(leaves.subList(before, leaves.size()))) {
      problems.add(
          Diagnostic.warning(
              Code.BAD_KEY_NAME,
              keyAt,
              "a colon in a key: SOPS cannot tell this place from a nested one",
              "rename the key and encrypt the file again"));
    }
  }

  private static boolean hasEncrypted(List<Leaf> below) {
    return below.stream().anyMatch(Leaf.Encrypted.class::isInstance);
  }

  private void sequence(Node.Sequence sequence, boolean marked) {
    boolean commented = false;
    int index = 0;
    for (Node.Item item : sequence.items()) {
      switch (item) {
        case Node.Comment(String text, _, _) ->
            commented = commented || selection.marksComment(text);
        case Node.Element(Node value) -> {
          if (!isComment(value)) {
            path.addLast(Integer.toString(index));
            node(value, marked || commented);
            path.removeLast();
            commented = false;
          }
          index++;
        }
        case Node.Entry _ -> {}
      }
    }
  }

  /** SOPS writes an encrypted comment of a list as an element (formats.md 1.7). */
  private static boolean isComment(Node node) {
    return node instanceof Node.Scalar(ScalarValue.Text(String text), _)
        && EncryptedValue.isClaimedBy(text)
        && EncryptedValue.parse(text).filter(v -> v.type() == LeafType.COMMENT).isPresent();
  }

  private void scalar(Node.Scalar scalar, boolean marked) {
    boolean encrypted = marked == selection.encryptsMarked();
    switch (scalar.value()) {
      case ScalarValue.Null _ -> {}
      case ScalarValue.Unrepresentable _ ->
          wrong(
              Code.BAD_VALUE,
              scalar.at(),
              " is a number that SOPS cannot hold",
              "put the number into quotes");
      case ScalarValue value when !encrypted -> leaves.add(new Leaf.Plain(place(), value));
      case ScalarValue.Text(String text) when text.isEmpty() -> leaves.add(new Leaf.Empty(place()));
      case ScalarValue.Text(String text) when EncryptedValue.isClaimedBy(text) ->
          encrypted(text, scalar.at());
      case ScalarValue _ ->
          wrong(
              Code.PLAINTEXT_VALUE,
              scalar.at(),
              " stands in clear, and the rule of the file wants it encrypted",
              "encrypt the file with sops, and change the secret: it is known now");
    }
  }

  private void encrypted(String text, SourceLocation at) {
    Optional<EncryptedValue> value =
        EncryptedValue.parse(text).filter(v -> v.type() != LeafType.COMMENT);
    if (value.isPresent()) {
      String associated = String.join(":", keys) + ":";
      leaves.add(new Leaf.Encrypted(place(), associated, value.get(), at));
    } else {
      wrong(
          Code.DAMAGED_CIPHERTEXT,
          at,
          " is no well-formed encrypted value",
          "restore the value from Git, or encrypt it again");
    }
  }

  private Place place() {
    return new Place(document, new ArrayList<>(path));
  }

  private void wrong(Code code, SourceLocation at, String summary, String hint) {
    problems.add(Diagnostic.error(code, at, place().shown() + summary, hint));
  }
}
