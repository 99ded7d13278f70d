package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.document.Utf8;
import dev.secretsync.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts decrypted values back into the documents of a file, with its comments, and remembers which
 * ciphertext each had.
 */
final class PlainDocuments implements Walk.Visitor {
  private final Map<Place, DecryptedLeaf> leaves;
  private final ValueKey dataKey;
  private final KeyMemory memory;
  private final EarlierCiphertexts earlier = EarlierCiphertexts.none();

  PlainDocuments(Map<Place, DecryptedLeaf> leaves, byte[] dataKey, KeyMemory memory) {
    this.leaves = leaves;
    this.dataKey = new ValueKey(dataKey);
    this.memory = memory;
  }

  List<Document> of(List<Document> encrypted, Selection selection) {
    List<Document> plain = new ArrayList<>();
    for (Document document : encrypted) {
      if (document.root() instanceof Node.Mapping root) {
        plain.add(
            new Document(document.index(), Walk.over(root, document.index(), selection, this)));
      }
    }
    return plain;
  }

  EarlierCiphertexts earlier() {
    return earlier;
  }

  @Override
  public ScalarValue leaf(Walk.Position position, Node.Scalar leaf, boolean encrypts) {
    if (!encrypts) {
      return leaf.value();
    }
    DecryptedLeaf decrypted = leaves.get(position.place());
    if (decrypted == null || !(leaf.value() instanceof ScalarValue.Text(String ciphertext))) {
      return leaf.value();
    }
    if (!ciphertext.isEmpty()) {
      earlier.add(decrypted.type(), position.associated(), decrypted.bytes(), ciphertext);
    }
    return decrypted.bytes().reveal(bytes -> value(decrypted.type(), bytes));
  }

  /** SOPS takes a comment that does not decrypt for one that was never encrypted; so do we. */
  @Override
  public String comment(Walk.Position position, Node.Comment comment, boolean encrypts) {
    if (!encrypts) {
      return comment.text();
    }
    Optional<byte[]> plaintext =
        EncryptedValue.parse(comment.text())
            .filter(value -> value.type() == LeafType.COMMENT)
            .flatMap(value -> value.decrypt(dataKey, position.associated(), memory));
    plaintext.ifPresent(bytes ->
        earlier.add(
            LeafType.COMMENT, position.associated(), SecretBytes.copyOf(bytes), comment.text()));
    return plaintext.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(comment.text());
  }

  private static ScalarValue value(LeafType type, byte[] bytes) {
    return switch (type) {
      case STR, BYTES, COMMENT -> text(bytes);
      case INT -> new ScalarValue.Int(Long.parseLong(ascii(bytes)));
      case FLOAT -> new ScalarValue.FloatingPoint(GoFloat.parse(ascii(bytes)));
      case BOOL -> new ScalarValue.Bool(ascii(bytes).equals("True"));
      case TIME -> new ScalarValue.Time(ascii(bytes));
    };
  }

  /** SOPS texts are bytes; what is no UTF-8 can only stand in a document as binary. */
  private static ScalarValue text(byte[] bytes) {
    return Utf8.leaf(bytes);
  }

  private static String ascii(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
