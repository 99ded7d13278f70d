package dev.secretsync.files;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.sops.MacCheck;
import dev.secretsync.crypt.sops.SealSettings;
import dev.secretsync.crypt.sops.Sealing;
import dev.secretsync.crypt.sops.Store;
import dev.secretsync.crypt.sops.StoreIndent;
import dev.secretsync.crypt.sops.Unsealed;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code edit}: an encrypted file as somebody's editor shows it, in clear, and encrypted again when
 * the editor ends (formats.md 1.14, security.md S4). Values that were not touched keep their
 * ciphertext.
 */
public final class Editing {
  /** What became of the file. */
  public enum Outcome {
    WRITTEN,
    /** The editor changed nothing, and the file was left as it is. */
    UNCHANGED,
    /** The problems say why; the file was left as it is. */
    FAILED
  }

  /** Whoever edits. */
  public interface Person {
    /** Says what is wrong with the edited file, and asks whether to go on editing it. */
    boolean editsAgain(List<Diagnostic> wrong);
  }

  private final KeyRing keys;
  private final MacCheck check;
  private final Instant now;
  private final StoreIndent indent;
  private final Map<String, String> env;
  private final Person person;
  private final Problems problems;

  /**
   * @param keys open the file; its own data key and recipients stay
   * @param indent how the file is written, in clear and encrypted
   * @param env the environment: the editor, and where its file goes
   * @param problems takes everything that is wrong
   */
  public Editing(
      KeyRing keys,
      MacCheck check,
      Instant now,
      StoreIndent indent,
      Map<String, String> env,
      Person person,
      Problems problems) {
    this.keys = keys;
    this.check = check;
    this.now = now;
    this.indent = indent;
    this.env = Map.copyOf(env);
    this.person = person;
    this.problems = problems;
  }

  /** How documents become those of an encrypted file. */
  @FunctionalInterface
  private interface Seal {
    Optional<List<Document>> of(List<Document> plain, Problems problems);
  }

  /** Edits a file that is there. */
  public Outcome edit(Path file, Optional<FileFormat> format) {
    Optional<EncryptedFile> read = EncryptedFile.read(file, format, problems);
    Optional<Unsealed> opened = read.flatMap(it -> it.sops().unseal(keys, check, problems));
    if (opened.isEmpty()) {
      return Outcome.FAILED;
    }
    try (Unsealed unsealed = opened.get()) {
      return edit(
          file,
          read.get().format(),
          unsealed.documents(),
          (plain, found) -> unsealed.edited(plain, now, found));
    }
  }

  /**
   * Makes a new file of what the editor leaves of an example. Nothing is made when it leaves the
   * example as it is.
   */
  public Outcome create(Path file, FileFormat format, SealSettings settings) {
    SealSettings sealed = format == FileFormat.BINARY ? settings.ofEverything() : settings;
    List<Document> example = Example.of(format);
    Seal seal = (plain, found) -> Sealing.seal(file.toString(), plain, sealed, keys, now, found);
    if (seal.of(example, problems).isEmpty()) { // now, and not after an hour of typing
      return Outcome.FAILED;
    }
    return edit(file, format, example, seal);
  }

  private Outcome edit(Path file, FileFormat format, List<Document> documents, Seal seal) {
    byte[] before = Store.writePlain(format, documents, indent);
    Path name = Optional.ofNullable(file.getFileName()).orElse(file);
    try (EditingSession session = EditingSession.open(name.toString(), before, env, problems)) {
      while (true) {
        byte[] after = session.edit();
        try {
          if (MessageDigest.isEqual(before, after)) {
            return Outcome.UNCHANGED;
          }
          Problems found = new Problems();
          Optional<Outcome> done = write(file, format, before, after, seal, found);
          if (done.isPresent() || !person.editsAgain(found.all())) {
            problems.addAll(found.all());
            return done.orElse(Outcome.FAILED);
          }
        } finally {
          Arrays.fill(after, (byte) 0);
        }
      }
    } finally {
      Arrays.fill(before, (byte) 0);
    }
  }

  /** Nothing when what was written cannot be encrypted; {@code found} says why. */
  private Optional<Outcome> write(
      Path file, FileFormat format, byte[] before, byte[] after, Seal seal, Problems found) {
    List<Document> documents = Store.readPlain(format, file.toString(), after, found);
    if (found.hasErrors()) {
      return Optional.empty();
    }
    if (documents.isEmpty()) {
      found.add(
          Diagnostic.error(
              Code.EMPTY_FILE, file.toString(), "nothing is left of it", "leave one key at least"));
      return Optional.empty();
    }
    if (saysTheSame(format, documents, before)) {
      return Optional.of(Outcome.UNCHANGED);
    }
    return seal.of(documents, found)
        .map(sealed -> Store.writeEncrypted(format, sealed, indent))
        .map(bytes -> {
          Disk.write(file, bytes);
          return Outcome.WRITTEN;
        });
  }

  /** Whether only the layout was changed, of which an encrypted file keeps nothing. */
  private boolean saysTheSame(FileFormat format, List<Document> documents, byte[] before) {
    byte[] written = Store.writePlain(format, documents, indent);
    try {
      return MessageDigest.isEqual(before, written);
    } finally {
      Arrays.fill(written, (byte) 0);
    }
  }
}
