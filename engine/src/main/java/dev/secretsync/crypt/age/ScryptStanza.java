package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.SCrypt;

/** A stanza of type {@code scrypt} (formats.md 2.3). */
final class ScryptStanza implements KnownStanza {
  static final String TYPE = "scrypt";

  /** More than any program of age reads. */
  static final int MAX_WORK_FACTOR = 22;

  private static final byte[] LABEL =
      "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern WORK_FACTOR = Pattern.compile("[1-9][0-9]?");
  private static final int SALT_SIZE = 16;
  private static final int BLOCK_SIZE = 8;

  private final byte[] salt;
  private final int workFactor;
  private final byte[] body;

  private ScryptStanza(byte[] salt, int workFactor, byte[] body) {
    this.salt = salt;
    this.workFactor = workFactor;
    this.body = body;
  }

  static ScryptStanza parse(Stanza stanza) {
    List<String> arguments = stanza.arguments(2);
    byte[] salt = Stanza.decode(arguments.getFirst(), SALT_SIZE);
    String work = arguments.getLast();
    if (!WORK_FACTOR.matcher(work).matches() || Integer.parseInt(work) > MAX_WORK_FACTOR) {
      throw Header.damaged();
    }
    return new ScryptStanza(salt, Integer.parseInt(work), stanza.body(FileKey.WRAPPED_SIZE));
  }

  static Stanza wrap(byte[] fileKey, ScryptRecipient recipient, KeyMemory memory) {
    byte[] salt = Primitives.random(SALT_SIZE);
    byte[] key = memory.keep(key(recipient.passphrase(), salt, recipient.workFactor()));
    List<String> arguments =
        List.of(StrictBase64.encodeUnpadded(salt), Integer.toString(recipient.workFactor()));
    return new Stanza(TYPE, arguments, FileKey.seal(fileKey, key));
  }

  /** Throws {@link CostlyAgeFile} before it takes more memory and time than it may. */
  Optional<byte[]> unwrap(ScryptIdentity identity, KeyMemory memory) {
    if (workFactor > identity.maxWorkFactor() || memoryFor(workFactor) > freeMemory()) {
      throw new CostlyAgeFile(workFactor);
    }
    byte[] key = memory.keep(key(identity.passphrase(), salt, workFactor));
    return FileKey.open(body, key).map(memory::keep);
  }

  private static byte[] key(SecretBytes passphrase, byte[] salt, int workFactor) {
    byte[] labelled = Arrays.copyOf(LABEL, LABEL.length + SALT_SIZE);
    System.arraycopy(salt, 0, labelled, LABEL.length, SALT_SIZE);
    return passphrase.reveal(bytes ->
        SCrypt.generate(bytes, labelled, 1 << workFactor, BLOCK_SIZE, 1, Primitives.KEY_SIZE));
  }

  /** 128 bytes per step and unit of the block size (RFC 7914), and an eighth for all else. */
  private static long memoryFor(int workFactor) {
    long needed = (128L * BLOCK_SIZE) << workFactor;
    return needed + needed / 8;
  }

  private static long freeMemory() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }
}
