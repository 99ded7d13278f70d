package dev.secretsync.files;

import dev.secretsync.crypt.sops.SopsFile;
import dev.secretsync.crypt.sops.Store;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code filestatus}: whether a file is encrypted, told without any key. */
public final class FileStatus {
  private FileStatus() {}

  /**
   * Whether the file has metadata with a MAC and a version.
   *
   * @param problems takes why that cannot be told; nothing is returned then
   */
  public static Optional<Boolean> of(Path file, Optional<FileFormat> format, Problems problems) {
    String name = file.toString();
    Problems found = new Problems();
    List<Document> documents =
        Store.readEncrypted(
            format.orElseGet(() -> FileFormat.ofPath(name)), name, Disk.read(file), found);
    if (found.hasErrors()) {
      problems.addAll(found.all());
      return Optional.empty();
    }
    if (documents.isEmpty() || !SopsFile.isSops(documents)) {
      return Optional.of(false);
    }
    return SopsFile.parse(name, documents, found)
        .map(SopsFile::isComplete)
        .or(() -> {
          problems.addAll(found.all());
          return Optional.empty();
        });
  }

  /** The same where nothing that cannot be read, or understood, is wanted. */
  public static boolean isEncrypted(Path file) {
    try {
      return of(file, Optional.empty(), new Problems()).orElse(false);
    } catch (RefusedException _) {
      return false;
    }
  }
}
