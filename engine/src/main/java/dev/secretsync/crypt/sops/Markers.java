package dev.secretsync.crypt.sops;

import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes an encrypted file fit for reading in a diff: each ciphertext becomes a short marker that
 * changes when the ciphertext does. It is made from the ciphertext alone, which is public and
 * occurs once, so it says nothing about the value: the same value elsewhere has another one.
 */
public final class Markers implements Walk.Visitor {
  private static final int BYTES = 4;

  /** A digest of such a value could be guessed, so all of them look alike. */
  private static final String IN_CLEAR = "(not encrypted)";

  private Markers() {}

  /** The documents of an encrypted file with markers, without their {@code sops} block. */
  public static List<Document> in(List<Document> encrypted, Selection selection) {
    Markers markers = new Markers();
    return encrypted.stream()
        .map(document ->
            document.root() instanceof Node.Mapping root
                ? new Document(
                    document.index(), Walk.over(root, document.index(), selection, markers))
                : document)
        .toList();
  }

  /** Lines that stand for the {@code sops} block: who can open the file, and what is encrypted. */
  public static String ofMetadata(SealSettings settings) {
    List<String> lines = new ArrayList<>();
    int groups = settings.groups().size();
    for (int i = 0; i < groups; i++) {
      String group = groups == 1 ? "" : " in key group " + (i + 1);
      settings
          .groups()
          .get(i)
          .forEach(
              key -> lines.add("encrypted for " + key.kind().field() + " " + key.text() + group));
    }
    if (groups > 1) {
      lines.add("shamir_threshold " + Wrapping.threshold(settings));
    }
    if (!settings.selection().pattern().isEmpty()) {
      lines.add(settings.selection().field() + " " + settings.selection().pattern());
    }
    if (settings.macOnlyEncrypted()) {
      lines.add("mac_only_encrypted");
    }
    return lines.stream()
        .map(line -> "# " + Place.visible(line) + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public ScalarValue leaf(Walk.Position position, Node.Scalar leaf, boolean encrypts) {
    if (leaf.value() instanceof ScalarValue.Text(String text)) {
      if (EncryptedValue.isClaimedBy(text)) {
        return new ScalarValue.Text(marker(text));
      }
      if (text.isEmpty()) {
        return leaf.value();
      }
    }
    return encrypts ? new ScalarValue.Text(IN_CLEAR) : leaf.value();
  }

  @Override
  public String comment(Walk.Position position, Node.Comment comment, boolean encrypts) {
    return EncryptedValue.isClaimedBy(comment.text()) ? marker(comment.text()) : comment.text();
  }

  private static String marker(String ciphertext) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(ciphertext.getBytes(StandardCharsets.UTF_8));
      return "(encrypted " + HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES)) + ")";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }
}
