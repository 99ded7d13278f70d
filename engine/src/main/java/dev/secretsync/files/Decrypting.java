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
   * Decrypts a file.
   *
   * @param from how the input is written, {@code to} how the output will be
   * @param extract the one value that is wanted, in SOPS' spelling {@code ["a"][0]}
   * @return whether it was written; if not, problems were added
   */
  public boolean decrypt(
      Input input, FileFormat from, FileFormat to, Optional<TreePath> extract, Output output) {
    Optional<SecretBytes> plain =
        EncryptedFile.of(input.name(), from, input.bytes(), problems)
            .flatMap(file -> file.sops().unseal(keys, check, problems))
            .flatMap(unsealed -> shown(input.name(), unsealed, to, extract));
    plain.ifPresent(secret -> {
      try (secret) {
        secret.reveal(bytes -> {
          output.write(bytes);
          return bytes.length;
        });
      }
    });
    return plain.isPresent();
  }

  private Optional<SecretBytes> shown(
      String name, Unsealed unsealed, FileFormat to, Optional<TreePath> extract) {
    try (unsealed) {
      return extract.isPresent()
          ? value(name, unsealed.documents(), extract.get(), to)
          : Optional.of(secret(Store.writePlain(to, unsealed.documents(), indent)));
    }
  }

  private Optional<SecretBytes> value(
      String name, List<Document> documents, TreePath path, FileFormat out) {
    Optional<Node> found = documents.stream().findFirst().flatMap(d -> path.get(d.root()));
    if (found.isEmpty()) {
      problems.add(
          Diagnostic.error(
              Code.NO_SUCH_PLACE,
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
