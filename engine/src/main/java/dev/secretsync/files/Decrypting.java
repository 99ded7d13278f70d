package dev.secretsync.files;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.sops.MacCheck;
import dev.secretsync.crypt.sops.Store;
import dev.secretsync.crypt.sops.StoreIndent;
import dev.secretsync.crypt.sops.TreePath;
import dev.secretsync.crypt.sops.Unsealed;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.document.Node;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretBytes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code decrypt}: the one command that shows values (formats.md 1.14). */
public final class Decrypting {
  private final KeyRing keys;
  private final MacCheck check;
  private final StoreIndent indent;
  private final Problems problems;

  /**
   * @param keys open the file
   * @param indent how the output is written
   * @param problems takes everything that is wrong
   */
  public Decrypting(KeyRing keys, MacCheck check, StoreIndent indent, Problems problems) {
    this.keys = keys;
    this.check = check;
    this.indent = indent;
    this.problems = problems;
  }

  /**
   * Decrypts bytes.
   *
   * @param name what messages call them
   * @param extract the one value that is wanted, in SOPS' spelling {@code ["a"][0]}
   * @return what to show, or nothing where problems were added; the caller closes it
   */
  public Optional<SecretBytes> decrypt(
      String name,
      byte[] encrypted,
      FileFormat in,
      FileFormat out,
      Optional<TreePath> extract) {
    return EncryptedFile.of(name, in, encrypted, problems)
        .flatMap(file -> file.sops().unseal(keys, check, problems))
        .flatMap(unsealed -> {
          try (Unsealed closing = unsealed) {
            return extract
                .map(path -> value(name, closing.documents(), path, out))
                .orElseGet(() ->
                    Optional.of(
                        secret(Store.writePlain(out, closing.documents(), indent))));
          }
        });
  }

  private Optional<SecretBytes> value(
      String name, List<Document> documents, TreePath path, FileFormat out) {
    Optional<Node> found = documents.stream().findFirst().flatMap(d -> path.get(d.root()));
    if (found.isEmpty()) {
      problems.add(
          Diagnostic.error(
              Code.BAD_TREE_PATH,
              name,
              "has nothing at the place that --extract names",
              "check its keys; list elements count from 0"));
    }
    return found.map(node -> secret(Store.writeValue(out, node, indent)));
  }

  private static SecretBytes secret(byte[] bytes) {
    SecretBytes secret = SecretBytes.copyOf(bytes);
    Arrays.fill(bytes, (byte) 0);
    return secret;
  }
}
