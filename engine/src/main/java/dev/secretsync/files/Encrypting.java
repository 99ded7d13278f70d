package dev.secretsync.files;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.sops.SealSettings;
import dev.secretsync.crypt.sops.Sealing;
import dev.secretsync.crypt.sops.Store;
import dev.secretsync.crypt.sops.StoreIndent;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code encrypt}: a file in clear becomes an encrypted one (formats.md 1.14). */
public final class Encrypting {
  private static final String MERGE_KEY = "<<";

  private final KeyRing keys;
  private final Instant now;
  private final StoreIndent indent;
  private final Problems problems;

  /**
   * @param keys wrap the data key; identities are not needed
   * @param indent how the output is written
   * @param problems takes everything that is wrong with any file
   */
  public Encrypting(KeyRing keys, Instant now, StoreIndent indent, Problems problems) {
    this.keys = keys;
    this.now = now;
    this.indent = indent;
    this.problems = problems;
  }

  /**
   * Encrypts a file.
   *
   * @param from how the input is written, {@code to} how the output will be
   * @return whether it was written; if not, problems were added
   */
  public boolean encrypt(
      Input input, FileFormat from, FileFormat to, SealSettings settings, Output output) {
    Optional<byte[]> encrypted = encrypt(input.name(), input.bytes(), from, to, settings);
    encrypted.ifPresent(output::write);
    return encrypted.isPresent();
  }

  private Optional<byte[]> encrypt(
      String name, byte[] plain, FileFormat in, FileFormat out, SealSettings settings) {
    Problems found = new Problems();
    List<Document> documents = Store.readPlain(in, name, plain, found);
    problems.addAll(found.all());
    if (found.hasErrors()) {
      return Optional.empty();
    }
    if (documents.isEmpty()) {
      problems.add(
          Diagnostic.error(
              Code.EMPTY_FILE, name, "holds no document", "write something into it first"));
      return Optional.empty();
    }
    documents.forEach(document -> refuseMergeKey(document, name));
    SealSettings sealed = out == FileFormat.BINARY ? settings.ofEverything() : settings;
    return problems.hasErrors()
        ? Optional.empty()
        : Sealing.seal(name, documents, sealed, keys, now, problems)
            .map(encrypted -> Store.writeEncrypted(out, encrypted, indent));
  }

  /** A tool that does not know YAML's merge tag would take {@code <<} for a key of the Secret. */
  private void refuseMergeKey(Document document, String name) {
    if (document.root() instanceof Node.Mapping root
        && root.get("kind").filter(Encrypting::isSecret).isPresent()
        && holdsMergeKey(root)) {
      problems.add(
          Diagnostic.error(
              Code.BAD_KEY_NAME,
              name,
              "a merge key (<<) in a Secret would reach the cluster as a key of its own",
              "write the merged keys out"));
    }
  }

  private static boolean isSecret(Node kind) {
    return kind instanceof Node.Scalar(ScalarValue.Text(String text), _) && text.equals("Secret");
  }

  private static boolean holdsMergeKey(Node node) {
    return switch (node) {
      case Node.Mapping mapping ->
          mapping.entries().stream()
              .anyMatch(entry -> entry.key().equals(MERGE_KEY) || holdsMergeKey(entry.value()));
      case Node.Sequence sequence ->
          sequence.elements().stream().anyMatch(Encrypting::holdsMergeKey);
      case Node.Scalar _ -> false;
    };
  }
}
