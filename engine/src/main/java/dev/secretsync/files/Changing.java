package dev.secretsync.files;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.sops.MacCheck;
import dev.secretsync.crypt.sops.Store;
import dev.secretsync.crypt.sops.StoreIndent;
import dev.secretsync.crypt.sops.TreePath;
import dev.secretsync.crypt.sops.Unsealed;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.document.JsonValues;
import dev.secretsync.document.Node;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code set} and {@code unset}: one value of an encrypted file changes in place, and no other
 * ciphertext (formats.md 1.14). Both work on the first document, as in SOPS.
 */
public final class Changing {
  /** What became of a file. */
  public enum Outcome {
    WRITTEN,
    /** It says already what was asked for, and was left as it is. */
    UNCHANGED,
    /** The problems say why. */
    FAILED
  }

  private final KeyRing keys;
  private final MacCheck check;
  private final Instant now;
  private final StoreIndent indent;
  private final Problems problems;

  /**
   * @param keys open the file; its own data key and recipients stay
   * @param indent how the file is written
   * @param problems takes everything that is wrong
   */
  public Changing(
      KeyRing keys, MacCheck check, Instant now, StoreIndent indent, Problems problems) {
    this.keys = keys;
    this.check = check;
    this.now = now;
    this.indent = indent;
    this.problems = problems;
  }

  /**
   * Puts a value at a place.
   *
   * @param value JSON, typed as SOPS types it
   * @param onlyIfDifferent leaves the file as it is, byte for byte, when it says this already
   */
  public Outcome set(
      Path file, Optional<FileFormat> format, TreePath path, Input value, boolean onlyIfDifferent) {
    return JsonValues.read(value.name(), value.bytes(), problems)
        .map(node -> change(file, format, onlyIfDifferent, root -> path.set(root, node), false))
        .orElse(Outcome.FAILED);
  }

  /**
   * Removes what stands at a place.
   *
   * @param onlyIfThere nothing there is fine, and leaves the file as it is
   */
  public Outcome unset(Path file, Optional<FileFormat> format, TreePath path, boolean onlyIfThere) {
    return change(file, format, onlyIfThere, path::unset, onlyIfThere);
  }

  private Outcome change(
      Path file,
      Optional<FileFormat> format,
      boolean idempotent,
      Function<Node, TreePath.Outcome> change,
      boolean mayBeMissing) {
    Optional<EncryptedFile> read = EncryptedFile.read(file, format, problems);
    Optional<Unsealed> opened =
        read.flatMap(encrypted -> encrypted.sops().unseal(keys, check, problems));
    if (opened.isEmpty()) {
      return Outcome.FAILED;
    }
    try (Unsealed unsealed = opened.get()) {
      Document first = unsealed.documents().getFirst();
      return switch (change.apply(first.root())) {
        case TreePath.Outcome.Done(_, boolean changed) when !changed && idempotent ->
            Outcome.UNCHANGED;
        case TreePath.Outcome.Missing _ when mayBeMissing -> Outcome.UNCHANGED;
        case TreePath.Outcome.Done(Node root, _) ->
            write(file, read.get().format(), unsealed, new Document(first.index(), root));
        case TreePath.Outcome.Missing(var problem) -> failed(problem);
        case TreePath.Outcome.Misfit(var problem) -> failed(problem);
      };
    }
  }

  private Outcome failed(Diagnostic problem) {
    problems.add(problem);
    return Outcome.FAILED;
  }

  private Outcome write(Path file, FileFormat format, Unsealed unsealed, Document first) {
    List<Document> documents = new ArrayList<>(unsealed.documents());
    documents.set(0, first);
    Optional<byte[]> bytes =
        unsealed
            .resealed(documents, now, problems)
            .map(sealed -> Store.writeEncrypted(format, sealed, indent));
    bytes.ifPresent(changed -> Disk.replace(file, changed));
    return bytes.isPresent() ? Outcome.WRITTEN : Outcome.FAILED;
  }
}
