package dev.secretsync.files;

import dev.secretsync.crypt.sops.SopsFile;
import dev.secretsync.crypt.sops.Store;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An encrypted file as far as it is understood without any key.
 *
 * @param name what messages call it
 * @param format how it is written
 * @param documents everything in it, with the {@code sops} block
 * @param sops what SOPS makes of it
 */
record EncryptedFile(String name, FileFormat format, List<Document> documents, SopsFile sops) {
  EncryptedFile {
    documents = List.copyOf(documents);
  }

  /** Reads a file of the work tree; {@code format} where somebody said which it is. */
  static Optional<EncryptedFile> read(Path file, Optional<FileFormat> format, Problems problems) {
    String name = file.toString();
    return of(name, format.orElseGet(() -> FileFormat.ofPath(name)), Disk.read(file), problems);
  }

  /**
   * Understands bytes.
   *
   * @param problems takes what is wrong; nothing is returned when that leaves no encrypted file
   */
  static Optional<EncryptedFile> of(
      String name, FileFormat format, byte[] bytes, Problems problems) {
    Problems found = new Problems();
    List<Document> documents = Store.readEncrypted(format, name, bytes, found);
    problems.addAll(found.all());
    if (found.hasErrors()) {
      return Optional.empty();
    }
    if (documents.isEmpty() || !SopsFile.isSops(documents)) {
      problems.add(
          Diagnostic.error(
              Code.NOT_ENCRYPTED,
              name,
              "has no sops metadata, so it is not encrypted or not a %s file".formatted(format),
              "encrypt it first, or say what it is with --input-type"));
      return Optional.empty();
    }
    return understood(name, format, documents, problems);
  }

  /** The same of documents that have a {@code sops} block. */
  static Optional<EncryptedFile> understood(
      String name, FileFormat format, List<Document> documents, Problems problems) {
    Optional<SopsFile> sops =
        format == FileFormat.BINARY
            ? SopsFile.parseBinary(name, documents, problems)
            : SopsFile.parse(name, documents, problems);
    return sops.map(understood -> new EncryptedFile(name, format, documents, understood));
  }
}
