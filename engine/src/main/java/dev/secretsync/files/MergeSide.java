package dev.secretsync.files;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.sops.MacCheck;
import dev.secretsync.crypt.sops.SopsFile;
import dev.secretsync.crypt.sops.Store;
import dev.secretsync.crypt.sops.Unsealed;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.model.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One version of a file that is merged: opened where it is encrypted, as it is where it is not, and
 * without documents where it is empty.
 */
final class MergeSide implements AutoCloseable {
  private static final String METADATA = "sops";

  private final List<Document> documents;
  private final Optional<Unsealed> unsealed;

  private MergeSide(List<Document> documents, Optional<Unsealed> unsealed) {
    this.documents = List.copyOf(documents);
    this.unsealed = unsealed;
  }

  /** False only where the file is surely not encrypted, whether or not it can be understood. */
  static boolean mayBeEncrypted(Input input) {
    return new String(input.bytes(), StandardCharsets.ISO_8859_1).contains(METADATA);
  }

  /**
   * Opens a version; the MAC must fit.
   *
   * @param problems takes why it cannot be opened; nothing is returned then
   */
  static Optional<MergeSide> open(Input input, FileFormat format, KeyRing keys, Problems problems) {
    if (input.bytes().length == 0) {
      return Optional.of(new MergeSide(List.of(), Optional.empty()));
    }
    if (isEncrypted(input, format)) {
      return EncryptedFile.of(input.name(), format, input.bytes(), problems)
          .flatMap(file -> file.sops().unseal(keys, MacCheck.REQUIRED, problems))
          .map(opened -> new MergeSide(opened.documents(), Optional.of(opened)));
    }
    Problems found = new Problems();
    List<Document> plain = Store.readPlain(format, input.name(), input.bytes(), found);
    problems.addAll(found.all());
    return found.hasErrors()
        ? Optional.empty()
        : Optional.of(new MergeSide(plain, Optional.empty()));
  }

  private static boolean isEncrypted(Input input, FileFormat format) {
    Problems found = new Problems();
    List<Document> read = Store.readEncrypted(format, input.name(), input.bytes(), found);
    return !found.hasErrors() && SopsFile.isSops(read);
  }

  /** What it holds, in clear. */
  List<Document> documents() {
    return documents;
  }

  /** Nothing where the version is not encrypted. */
  Optional<Unsealed> unsealed() {
    return unsealed;
  }

  boolean isEncrypted() {
    return unsealed.isPresent();
  }

  @Override
  public void close() {
    unsealed.ifPresent(Unsealed::close);
  }
}
