package dev.secretsync.saved;

import dev.secretsync.crypt.ed25519.SigningKey;
import dev.secretsync.crypt.ed25519.VerifyingKey;
import dev.secretsync.crypt.ed25519.VerifyingKeys;
import dev.secretsync.files.WholeFile;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** Files that plans are saved in: the plan's document, or a signed envelope around it. */
public final class PlanFile {
  /** What a plan's document may have; one of a fleet of 100,000 Secrets fits. */
  static final int MAX_BYTES = 256 << 20;

  /** The same in an envelope, in base64. */
  private static final int MAX_FILE_BYTES = MAX_BYTES / 3 * 4 + 4096;

  private static final String NAME_ONE = "name the file that plan --out wrote";

  private PlanFile() {}

  /**
   * Saves a plan in a file that its owner alone may read, in place of what was there.
   *
   * @param key signs it
   * @return what is in the file now
   * @throws RefusedException when it cannot be written; then what was there is there still
   */
  public static SavedPlan write(Path file, SavedPlan saved, Optional<SigningKey> key) {
    byte[] document = document(saved);
    if (document.length > MAX_BYTES) {
      throw unwritable(file, "would be larger than " + (MAX_BYTES >> 20) + " MiB");
    }
    if (Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw unwritable(file, "is there and is no regular file");
    }
    try {
      WholeFile.write(
          file,
          key.map(with -> Envelope.sign(document, with).bytes()).orElse(document),
          Optional.of(WholeFile.OWNER_ONLY));
    } catch (IOException | SecurityException | UnsupportedOperationException _) {
      throw unwritable(file, "could not be written, and nothing of it was");
    }
    return key.map(with -> saved.signedBy(with.publicHalf().fingerprint(), true)).orElse(saved);
  }

  private static byte[] document(SavedPlan saved) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer out = new OutputStreamWriter(bytes, StandardCharsets.US_ASCII)) {
      saved.writeDocument(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The plan in a file. A signature is neither asked for nor looked at.
   *
   * @param version of this program, which only reads what it wrote itself
   * @throws RefusedException when it is not exactly what secretsync wrote
   */
  public static SavedPlan read(Path file, String version) {
    byte[] bytes = named(file).bytes(MAX_FILE_BYTES);
    Optional<Envelope> envelope;
    try {
      envelope = envelope(bytes);
    } catch (UnreadablePlan _) {
      throw refused(
          file, "is not as secretsync wrote it: it was damaged or edited", "plan again with --out");
    }
    SavedPlan saved = plan(file, envelope.map(Envelope::payload).orElse(bytes), version);
    return envelope.map(with -> saved.signedBy(with.signer(), false)).orElse(saved);
  }

  /**
   * The plan in a file that one of these keys signed.
   *
   * @param keys whoever has one of these may have signed it
   * @param version of this program, which only reads what it wrote itself
   * @throws RefusedException when any byte of it is not what was signed
   */
  public static SavedPlan read(Path file, VerifyingKeys keys, String version) {
    byte[] bytes = named(file).bytes(MAX_FILE_BYTES);
    Envelope envelope;
    try {
      envelope = envelope(bytes).orElseThrow(() -> notSigned(file, keys, "is not signed"));
    } catch (UnreadablePlan _) {
      throw notSigned(file, keys, "is not as it was signed");
    }
    if (!envelope.isSignedBy(keys)) {
      throw notSigned(
          file, keys, "is not signed by a key that is required, or not as it was signed");
    }
    return plan(file, envelope.payload(), version).signedBy(envelope.signer(), true);
  }

  private static Optional<Envelope> envelope(byte[] file) {
    Entry root = StrictJson.read(file);
    return Envelope.isOne(root) ? Optional.of(Envelope.read(root, file)) : Optional.empty();
  }

  private static SavedPlan plan(Path file, byte[] document, String version) {
    try {
      return PlanDocument.read(document, version);
    } catch (UnusablePlan why) {
      throw refused(file, why.words(), why.hint());
    }
  }

  private static NamedFile named(Path file) {
    return new NamedFile(file, Code.PLAN_FILE, "saved plan", NAME_ONE, "make it with plan --out");
  }

  private static RefusedException refused(Path file, String summary, String hint) {
    return named(file).refused(summary, hint);
  }

  private static RefusedException notSigned(Path file, VerifyingKeys keys, String summary) {
    return new RefusedException(
        Diagnostic.error(
            Code.PLAN_SIGNATURE,
            file.toString(),
            summary,
            "plan again and sign with --sign; required is a key of "
                + keys.keys().stream()
                    .map(VerifyingKey::fingerprint)
                    .collect(Collectors.joining(", "))));
  }

  private static RefusedException unwritable(Path file, String summary) {
    return new RefusedException(
        Diagnostic.error(
            Code.OUTPUT_FILE,
            file.toString(),
            summary,
            "choose a file in a folder that you may write into, on a disk with space"));
  }
}
