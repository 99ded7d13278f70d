package dev.secretsync.files;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.sops.MacCheck;
import dev.secretsync.crypt.sops.Markers;
import dev.secretsync.crypt.sops.Selection;
import dev.secretsync.crypt.sops.Store;
import dev.secretsync.crypt.sops.StoreIndent;
import dev.secretsync.crypt.sops.Unsealed;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code git diff} shows of an encrypted file: its keys, a marker for each ciphertext, and who
 * can open it. Wrapped keys, the MAC and the time of writing are left out, for they change whenever
 * anything does.
 *
 * <p>A file that is not encrypted, or that cannot be understood, is shown as it is: Git shows
 * nothing at all where a text conversion fails.
 */
public final class DiffView {
  private final KeyRing keys;

  /** {@code keys} are asked for {@link #writeValues} only. */
  public DiffView(KeyRing keys) {
    this.keys = keys;
  }

  /** Writes the file without any value. */
  public void write(Input input, FileFormat format, Output output) {
    Optional<byte[]> shown =
        EncryptedFile.of(input.name(), format, input.bytes(), new Problems())
            .flatMap(file -> shown(file, Markers.in(file.documents(), selection(file))));
    output.write(shown.orElse(input.bytes()));
  }

  /** Writes the file with its values; without them where they cannot be opened. */
  public void writeValues(Input input, FileFormat format, Output output) {
    Optional<EncryptedFile> file =
        EncryptedFile.of(input.name(), format, input.bytes(), new Problems());
    Optional<byte[]> shown =
        file.flatMap(encrypted -> encrypted.sops().unseal(keys, MacCheck.REQUIRED, new Problems()))
            .flatMap(opened -> {
              try (Unsealed unsealed = opened) {
                return shown(file.orElseThrow(), unsealed.documents());
              }
            });
    if (shown.isEmpty()) {
      write(input, format, output);
      return;
    }
    output.write(shown.get());
    Arrays.fill(shown.get(), (byte) 0);
  }

  private static Selection selection(EncryptedFile file) {
    return file.sops().settings().selection();
  }

  private Optional<byte[]> shown(EncryptedFile file, List<Document> documents) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(Store.writePlain(file.format(), documents, StoreIndent.DEFAULT));
      String metadata = Markers.ofMetadata(file.sops().settings());
      out.writeBytes(("\n" + metadata).getBytes(StandardCharsets.UTF_8));
      return Optional.of(out.toByteArray());
    } catch (RefusedException _) {
      return Optional.empty();
    }
  }
}
