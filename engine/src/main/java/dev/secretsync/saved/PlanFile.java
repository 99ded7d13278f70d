package dev.secretsync.saved;

import dev.secretsync.crypt.ed25519.SigningKey;
import dev.secretsync.crypt.ed25519.VerifyingKey;
import dev.secretsync.crypt.ed25519.VerifyingKeys;
import dev.secretsync.files.WholeFile;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.report.json.OfflineJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  /** What a run on a fork may hand over (cli.md 5.3). */
  static final int MAX_OFFLINE_BYTES = 5 << 20;

  private static final String UNWRITTEN = "could not be written, and nothing of it was";
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
    WholeFile.Content document = Ascii.of(saved::writeDocument);
    write(
        file,
        key.<WholeFile.Content>map(with -> out -> signed(document, with).writeTo(out))
            .orElseGet(() -> Bounded.by(MAX_BYTES, document)),
        MAX_BYTES);
    return key.map(with -> saved.signedBy(with.publicHalf().fingerprint(), true)).orElse(saved);
  }

  /** A signature is about all of it, so all of it has to be there. */
  private static Envelope signed(WholeFile.Content document, SigningKey key) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Bounded.by(MAX_BYTES, document).writeTo(bytes);
    return Envelope.sign(bytes.toByteArray(), key);
  }

  /**
   * Saves an offline plan, which is no less public than the commits that it compares.
   *
   * @throws RefusedException when it cannot be written; then what was there is there still
   */
  public static void write(Path file, SavedOfflinePlan saved) {
    write(file, Bounded.by(MAX_OFFLINE_BYTES, Ascii.of(saved::writeDocument)), MAX_OFFLINE_BYTES);
  }

  private static void write(Path file, WholeFile.Content document, int most) {
    if (Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw unwritable(file, "is there and is no regular file");
    }
    try {
      WholeFile.write(file, document, Optional.of(WholeFile.OWNER_ONLY));
    } catch (UncheckedIOException e) {
      throw unwritable(
          file,
          e.getCause() instanceof Bounded.Exceeded
              ? "would be larger than " + (most >> 20) + " MiB"
              : UNWRITTEN);
    } catch (IOException | SecurityException | UnsupportedOperationException _) {
      throw unwritable(file, UNWRITTEN);
    }
  }

  /**
   * The plan in a file. A signature is neither asked for nor looked at.
   *
   * @param version of this program, which only reads what it wrote itself
   * @throws RefusedException when it is not exactly what secretsync wrote
   */
  public static SavedPlan read(Path file, String version) {
    return read(file, bytes(file, MAX_FILE_BYTES), version);
  }

  /**
   * The plan in a file, whichever it is, for somebody to look at it.
   *
   * @param hostile whether anybody may have made it, so that it may not be large
   * @throws RefusedException when it is not exactly what secretsync wrote
   */
  public static AnyPlan readAny(Path file, boolean hostile, String version) {
    byte[] bytes = bytes(file, hostile ? MAX_OFFLINE_BYTES : MAX_FILE_BYTES);
    // no offline plan is larger
    return bytes.length > MAX_OFFLINE_BYTES
        ? read(file, bytes, version)
        : offline(file, bytes, version)
            .<AnyPlan>map(saved -> saved)
            .orElseGet(() -> read(file, bytes, version));
  }

  private static Optional<SavedOfflinePlan> offline(Path file, byte[] bytes, String version) {
    try {
      return StrictJson.beginning(bytes).possibleText("kind").equals(Optional.of(OfflineJson.KIND))
          ? Optional.of(OfflineReader.read(StrictJson.read(bytes), bytes, version))
          : Optional.empty();
    } catch (UnreadablePlan _) {
      throw edited(file);
    } catch (UnusablePlan why) {
      throw refused(file, why.words(), why.hint());
    }
  }

  private static SavedPlan read(Path file, byte[] bytes, String version) {
    Optional<Envelope> envelope;
    try {
      envelope = envelope(bytes);
    } catch (UnreadablePlan _) {
      throw edited(file);
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
    byte[] bytes = bytes(file, MAX_FILE_BYTES);
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
    return Envelope.isOne(file) ? Optional.of(Envelope.read(file)) : Optional.empty();
  }

  private static SavedPlan plan(Path file, byte[] document, String version) {
    try {
      return PlanDocument.read(document, version);
    } catch (UnusablePlan why) {
      throw refused(file, why.words(), why.hint());
    }
  }

  private static RefusedException edited(Path file) {
    return refused(file, UnreadablePlan.WORDS, "plan again with --out");
  }

  private static byte[] bytes(Path file, int most) {
    return most == MAX_FILE_BYTES
        ? named(file).bytes(most)
        : named(file)
            .bytes(
                most,
                "is larger than the " + (most >> 20) + " MiB that may come from another run",
                "post it from the run that makes it");
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
