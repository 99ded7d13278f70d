package dev.secretsync.files;

import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.crypt.age.AgeRecipient;
import dev.secretsync.crypt.age.HybridIdentity;
import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.crypt.age.X25519Identity;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Files of identities as {@code age-keygen} makes and reads them (formats.md 2.5). */
public final class KeyFiles {
  private static final int MAX_BYTES = 16 << 20;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX").withZone(ZoneOffset.UTC);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private KeyFiles() {}

  /** What to make an identity of. */
  public enum Kind {
    X25519,
    /** ML-KEM-768 with X25519, which a quantum computer would not break. */
    HYBRID
  }

  /**
   * Makes an identity and writes its key file: two comments and the secret line.
   *
   * @param created for the first comment
   * @return its recipient, which is public
   */
  public static String write(Kind kind, Instant created, OutputStream out) {
    Made made = Made.of(kind);
    try (SecretBytes line = made.line()) {
      try {
        write(made.recipient(), line, created, out);
      } catch (IOException _) {
        throw refused("", "the key could not be written", "look at where the output goes");
      }
    }
    return made.recipient();
  }

  /**
   * The same into a new file that its owner alone may read.
   *
   * @throws RefusedException when the file exists, or cannot be made
   */
  public static String create(Kind kind, Instant created, Path file) {
    Made made = Made.of(kind);
    try (SecretBytes line = made.line()) {
      create(file, out -> write(made.recipient(), line, created, out));
    }
    return made.recipient();
  }

  /**
   * The recipients of the identities in a key file, one line each.
   *
   * @param name what messages call the file
   * @throws RefusedException when a line is no identity, or has no recipient that we can tell
   */
  public static String recipients(String name, InputStream in) {
    try (KeyMemory memory = new KeyMemory()) {
      byte[] bytes = memory.keep(in.readNBytes(MAX_BYTES + 1));
      if (bytes.length > MAX_BYTES) {
        throw refused(name, "is larger than 16 MiB", "name a file of age identities");
      }
      return recipients(name, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException _) {
      throw unreadable(name);
    }
  }

  /** The same of a file by its path. */
  public static String recipients(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return recipients(file.toString(), in);
    } catch (IOException _) {
      throw unreadable(file.toString());
    }
  }

  /**
   * Writes recipients, which are public, into a new file.
   *
   * @throws RefusedException when the file exists, or cannot be made
   */
  public static void createRecipients(String recipients, Path file) {
    create(file, out -> out.write(recipients.getBytes(StandardCharsets.UTF_8)));
  }

  private static String recipients(String name, String text) {
    List<String> found = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isEmpty() && !line.startsWith("#")) {
        Optional<AgeRecipient> recipient = AgeIdentity.parse(line).flatMap(AgeIdentity::publicHalf);
        found.add(recipient.orElseThrow(malformed(name, i + 1)).text() + "\n");
      }
    }
    if (found.isEmpty()) {
      throw refused(name, "holds no identity", "name a file that keygen made");
    }
    return String.join("", found);
  }

  private static Supplier<RefusedException> malformed(String name, int line) {
    return () ->
        refused(
            name,
            "line " + line + " is no identity with a known recipient",
            "it begins with AGE-SECRET-KEY-1 or AGE-SECRET-KEY-PQ-1");
  }

  private static void write(String recipient, SecretBytes line, Instant created, OutputStream out)
      throws IOException {
    String comments =
        "# created: " + SECONDS.format(created) + "\n# public key: " + recipient + "\n";
    out.write(comments.getBytes(StandardCharsets.UTF_8));
    try (KeyMemory memory = new KeyMemory()) {
      out.write(line.reveal(bytes -> memory.keep(bytes.clone())));
    }
    out.write('\n');
    out.flush();
  }

  /** What is written into a new file. */
  @FunctionalInterface
  private interface Body {
    void into(OutputStream out) throws IOException;
  }

  /** Never follows or replaces what is there; it may be somebody's only key. */
  private static void create(Path file, Body body) {
    try (OutputStream out = Channels.newOutputStream(newChannel(file))) {
      body.into(out);
    } catch (FileAlreadyExistsException _) {
      throw refused(file.toString(), "exists already", "name a new file; keys are not replaced");
    } catch (IOException | UnsupportedOperationException _) {
      throw refused(
          file.toString(), "cannot be written", "choose a folder that exists and may be written");
    }
  }

  private static SeekableByteChannel newChannel(Path file) throws IOException {
    return Files.newByteChannel(
        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(file));
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static RefusedException unreadable(String name) {
    return refused(name, "cannot be read", "check that it exists and who may read it");
  }

  private static RefusedException refused(String subject, String summary, String hint) {
    return new RefusedException(Diagnostic.error(Code.KEY_FILE, subject, summary, hint));
  }

  /** A new identity: its line, and its recipient. */
  private record Made(SecretBytes line, String recipient) {
    static Made of(Kind kind) {
      return switch (kind) {
        case X25519 -> {
          X25519Identity identity = X25519Identity.generate();
          yield new Made(identity.secretLine(), identity.toRecipient().text());
        }
        case HYBRID -> {
          HybridIdentity identity = HybridIdentity.generate();
          yield new Made(identity.secretLine(), identity.toRecipient().text());
        }
      };
    }
  }
}
