package dev.secretsync.crypt.sops;

import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the leaves of an encrypted file. What stands in clear where the file's own rule wants
 * ciphertext is a problem, which needs no key to find (security.md X7).
 */
final class Structure implements Walk.Visitor {
  private final List<Leaf> leaves = new ArrayList<>();
  private final Problems problems;
  private final String whoseRule;

  Structure(Problems problems) {
    this(problems, "the rule of the file");
  }

  private Structure(Problems problems, String whoseRule) {
    this.problems = problems;
    this.whoseRule = whoseRule;
  }

  /** What stands in clear in an encrypted file where another rule than its own wants ciphertext. */
  static List<Diagnostic> inClear(List<Document> documents, Selection wanted) {
    Problems found = new Problems();
    for (Document document : documents) {
      if (document.root() instanceof Node.Mapping root) {
        Walk.over(root, document.index(), wanted, new Structure(found, "its creation rule"));
      }
    }
    return found.all().stream().filter(d -> d.code() == Code.PLAINTEXT_VALUE).toList();
  }

  List<Leaf> leaves() {
    return List.copyOf(leaves);
  }

  @Override
  public ScalarValue leaf(Walk.Position position, Node.Scalar leaf, boolean encrypts) {
    Place place = position.place();
    switch (leaf.value()) {
      case ScalarValue.Unrepresentable _ ->
          wrong(
              Code.BAD_VALUE,
              place,
              leaf.at(),
              " is a number that SOPS cannot hold",
              "put the number into quotes");
      case ScalarValue value when !encrypts -> leaves.add(new Leaf.Plain(place, value));
      case ScalarValue.Text(String text) when text.isEmpty() -> leaves.add(new Leaf.Empty(place));
      case ScalarValue.Text(String text) when EncryptedValue.isClaimedBy(text) ->
          encrypted(position, text, leaf.at());
      case ScalarValue _ ->
          wrong(
              Code.PLAINTEXT_VALUE,
              place,
              leaf.at(),
              " stands in clear, and " + whoseRule + " wants it encrypted",
              "encrypt the file with sops, and change the secret: it is known now");
    }
    return leaf.value();
  }

  @Override
  public String comment(Walk.Position position, Node.Comment comment, boolean encrypts) {
    return comment.text();
  }

  @Override
  public void key(Node.Entry entry, boolean holdsEncrypted) {
    if (holdsEncrypted && entry.key().indexOf(':') >= 0) {
      problems.add(
          Diagnostic.warning(
              Code.BAD_KEY_NAME,
              entry.keyAt(),
              "a colon in a key: SOPS cannot tell this place from a nested one",
              "rename the key and encrypt the file again"));
    }
  }

  private void encrypted(Walk.Position position, String text, SourceLocation at) {
    Optional<EncryptedValue> value =
        EncryptedValue.parse(text).filter(v -> v.type() != LeafType.COMMENT);
    if (value.isPresent()) {
      leaves.add(
          new Leaf.Encrypted(position.place(), position.associated(), value.get(), text, at));
    } else {
      wrong(
          Code.DAMAGED_CIPHERTEXT,
          position.place(),
          at,
          " is no well-formed encrypted value",
          "restore the value from Git, or encrypt it again");
    }
  }

  private void wrong(Code code, Place place, SourceLocation at, String summary, String hint) {
    problems.add(Diagnostic.error(code, at, place.shown() + summary, hint));
  }
}
