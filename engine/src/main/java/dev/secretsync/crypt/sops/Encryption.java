package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Encrypts the leaves of plain documents under one data key and makes the MAC over them (formats.md
 * 1.4-1.6). A value that stood at the same keys before keeps its ciphertext, so that a change of
 * one value is a change of one line.
 */
final class Encryption implements Walk.Visitor {
  private final ValueKey dataKey;
  private final SealSettings settings;
  private final EarlierCiphertexts earlier;
  private final KeyMemory memory;
  private final Problems problems;
  private final FileMac mac;

  Encryption(
      byte[] dataKey,
      SealSettings settings,
      EarlierCiphertexts earlier,
      KeyMemory memory,
      Problems problems) {
    this.dataKey = new ValueKey(dataKey);
    this.settings = settings;
    this.earlier = earlier;
    this.memory = memory;
    this.problems = problems;
    mac = new FileMac(settings.macOnlyEncrypted());
  }

  List<Document> of(List<Document> plain) {
    List<Document> encrypted = new ArrayList<>();
    for (Document document : plain) {
      if (document.root() instanceof Node.Mapping root) {
        encrypted.add(
            new Document(
                document.index(), Walk.over(root, document.index(), settings.selection(), this)));
      } else {
        problems.add(
            Diagnostic.error(
                Code.BAD_VALUE,
                document.at(),
                "a document that is no mapping cannot be encrypted",
                "put the list or value below a key"));
      }
    }
    return encrypted;
  }

  /** What {@code mac} of the {@code sops} block is to hold. To be asked once, at the end. */
  String sealedMac(Rfc3339 modified) {
    return EncryptedValue.encrypt(
        mac.hex().getBytes(StandardCharsets.US_ASCII), LeafType.STR, dataKey, modified.inSeconds());
  }

  @Override
  public ScalarValue leaf(Walk.Position position, Node.Scalar leaf, boolean encrypts) {
    Optional<byte[]> bytes = LeafBytes.ofPlain(leaf.value());
    if (bytes.isEmpty()) {
      problems.add(
          Diagnostic.error(
              Code.BAD_VALUE,
              leaf.at(),
              position.place().shown() + " is a number that SOPS cannot hold",
              "put the number into quotes"));
      return leaf.value();
    }
    byte[] plaintext = bytes.get();
    if (!encrypts) {
      mac.addPlain(plaintext);
      return leaf.value();
    }
    memory.keep(plaintext);
    mac.addEncrypted(plaintext);
    return plaintext.length == 0
        ? leaf.value()
        : new ScalarValue.Text(seal(plaintext, LeafType.of(leaf.value()), position.associated()));
  }

  @Override
  public String comment(Walk.Position position, Node.Comment comment, boolean encrypts) {
    if (!encrypts || comment.text().isEmpty()) {
      return comment.text();
    }
    byte[] plaintext = memory.keep(comment.text().getBytes(StandardCharsets.UTF_8));
    String sealed = seal(plaintext, LeafType.COMMENT, position.associated());
    if (settings.selection().marksComment(sealed)) {
      problems.add(
          Diagnostic.error(
              Code.BAD_VALUE,
              comment.at(),
              "unencrypted_comment_regex matches an encrypted comment, so the file could not be"
                  + " read again",
              "make the regex more specific"));
    }
    return sealed;
  }

  @Override
  public void key(Node.Entry entry, boolean holdsEncrypted) {
    if (holdsEncrypted && entry.key().indexOf(':') >= 0) {
      problems.add(
          Diagnostic.error(
              Code.BAD_KEY_NAME,
              entry.keyAt(),
              "a colon in a key: SOPS cannot tell this place from a nested one",
              "rename the key"));
    }
  }

  private String seal(byte[] plaintext, LeafType type, String associated) {
    return earlier
        .take(type, associated, plaintext)
        .orElseGet(() -> EncryptedValue.encrypt(plaintext, type, dataKey, associated));
  }
}
