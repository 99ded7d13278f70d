package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.document.Document;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretBytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file that was opened to be shown or changed: its documents in clear and the data key to close
 * them with again.
 */
public final class Unsealed implements AutoCloseable {
  private final List<Document> documents;
  private final SopsMetadata metadata;
  private final SecretBytes dataKey;
  private final EarlierCiphertexts earlier;
  private final String file;

  Unsealed(
      String file,
      List<Document> documents,
      SopsMetadata metadata,
      SecretBytes dataKey,
      EarlierCiphertexts earlier) {
    this.file = file;
    this.documents = List.copyOf(documents);
    this.metadata = metadata;
    this.dataKey = dataKey;
    this.earlier = earlier;
  }

  /** The documents without their {@code sops} block. */
  public List<Document> documents() {
    return documents;
  }

  /** How the file is encrypted. */
  public SealSettings settings() {
    return metadata.settings();
  }

  /** Whether both were encrypted under one data key. */
  boolean sharesDataKeyWith(Unsealed other) {
    return dataKey.equals(other.dataKey);
  }

  /**
   * Lets values that stand in another version of the file keep the ciphertext that they have there,
   * where that is possible: under the same data key.
   */
  public void keepCiphertextsOf(Unsealed other) {
    if (sharesDataKeyWith(other)) {
      earlier.addAll(other.earlier);
    }
  }

  /**
   * The file with other documents under the same data key and keys. Values that did not change keep
   * their ciphertext.
   *
   * @param problems takes what cannot be encrypted, and what was and would not be any more; nothing
   *     is returned then
   */
  public Optional<List<Document>> resealed(List<Document> changed, Instant now, Problems problems) {
    List<String> exposed = ClearLeaves.broughtToLight(documents, changed, metadata.selection());
    exposed.forEach(place ->
        problems.add(
            Diagnostic.error(
                Code.PLAINTEXT_VALUE,
                file,
                place + " was encrypted and would stand in clear, because of a comment before it",
                "use edit, and move or remove that comment")));
    if (!exposed.isEmpty()) {
      return Optional.empty();
    }
    return resealed(changed, metadata.version(), now, problems);
  }

  /**
   * The same for documents that a person looked at, who may put values in clear; and the file says
   * the version of SOPS whose format we write where it said an older one (formats.md 1.14, edit).
   */
  public Optional<List<Document>> edited(List<Document> changed, Instant now, Problems problems) {
    return resealed(changed, Sealing.newerVersion(metadata.version()), now, problems);
  }

  /**
   * The same for a merge with another version of the file. What stands in clear there may stand in
   * clear here: {@link ClearLeaves} tells whether anything else would.
   */
  public Optional<List<Document>> merged(List<Document> merged, Instant now, Problems problems) {
    return resealed(merged, metadata.version(), now, problems);
  }

  private Optional<List<Document>> resealed(
      List<Document> changed, String version, Instant now, Problems problems) {
    if (!metadata.unknown().isEmpty()) {
      problems.add(SopsFile.unknownFields(metadata));
      return Optional.empty();
    }
    return Sealing.seal(
        changed,
        new Sealing.Sealed(settings(), metadata.groups(), metadata.threshold(), version),
        dataKey,
        earlier.copy(),
        now,
        problems);
  }

  /**
   * The same documents under a new data key, for these keys: nothing keeps its ciphertext. The
   * version that the file says stays, as in SOPS.
   */
  public Optional<List<Document>> rotated(
      SealSettings settings, KeyRing keys, Instant now, Problems problems) {
    if (!metadata.unknown().isEmpty()) {
      problems.add(SopsFile.unknownFields(metadata));
      return Optional.empty();
    }
    return Sealing.seal(file, documents, settings, metadata.version(), keys, now, problems);
  }

  @Override
  public void close() {
    dataKey.close();
    earlier.close();
  }

  @Override
  public String toString() {
    return "Unsealed[" + file + "]";
  }
}
