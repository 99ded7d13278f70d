package dev.secretsync.files;

import dev.secretsync.crypt.sops.SopsFile;
import dev.secretsync.crypt.sops.Store;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.model.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether a file that nobody named is an encrypted one. A folder holds all sorts of files, and a
 * README about SOPS must not be taken for a damaged encrypted file.
 */
sealed interface Recognition {
  /** It is. */
  record Encrypted(EncryptedFile file) implements Recognition {}

  /** It looks like one, and the problems say why it is none. */
  record Broken() implements Recognition {}

  /** It is not. */
  record Plain() implements Recognition {}

  /**
   * Looks at a file of a folder.
   *
   * @throws dev.secretsync.model.RefusedException when it cannot be read
   */
  static Recognition ofFound(Path file, Problems problems) {
    FileFormat format = FileFormat.ofPath(file.toString());
    if (format == FileFormat.BINARY && !isJson(Disk.beginning(file))) {
      return new Plain();
    }
    return of(file.toString(), format, Disk.read(file), problems);
  }

  private static Recognition of(String name, FileFormat format, byte[] bytes, Problems problems) {
    if (!contain(bytes, "sops")) {
      return new Plain();
    }
    Problems found = new Problems();
    List<Document> documents = Store.readEncrypted(format, name, bytes, found);
    if (found.hasErrors()) {
      if (!contain(bytes, "ENC[AES256_GCM,")) {
        return new Plain();
      }
      problems.addAll(found.all());
      return new Broken();
    }
    if (documents.isEmpty() || !SopsFile.isSops(documents)) {
      return new Plain();
    }
    problems.addAll(found.all());
    return EncryptedFile.understood(name, format, documents, problems)
        .<Recognition>map(Encrypted::new)
        .orElseGet(Broken::new);
  }

  /** What is encrypted as binary stands in JSON. */
  private static boolean isJson(byte[] beginning) {
    return new String(beginning, StandardCharsets.ISO_8859_1).stripLeading().startsWith("{");
  }

  private static boolean contain(byte[] bytes, String ascii) {
    byte[] wanted = ascii.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i <= bytes.length - wanted.length; i++) {
      int same = 0;
      while (same < wanted.length && bytes[i + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }
}
