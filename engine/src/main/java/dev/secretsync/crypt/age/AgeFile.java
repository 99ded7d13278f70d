package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Opens age v1 files (age-encryption.org/v1; formats.md 2.1-2.4): find the stanza of one of our
 * identities, unwrap the file key, check the header's MAC, decrypt the payload.
 */
public final class AgeFile {
  static final int FILE_KEY_SIZE = 16;

  private AgeFile() {}

  /** Opens a file in its text form, {@code -----BEGIN AGE ENCRYPTED FILE-----}. */
  public static AgeOpening openArmored(String text, List<AgeIdentity> identities) {
    try (KeyMemory memory = new KeyMemory()) {
      return open(Armor.decode(text), identities, memory);
    } catch (DamagedAgeFile e) {
      return new AgeOpening.Damaged(e.part());
    }
  }

  /** Opens a file in its binary form. */
  public static AgeOpening open(byte[] file, List<AgeIdentity> identities) {
    try (KeyMemory memory = new KeyMemory()) {
      return open(file, identities, memory);
    } catch (DamagedAgeFile e) {
      return new AgeOpening.Damaged(e.part());
    }
  }

  /** Leaves its keys in {@code memory}, which the caller closes. */
  static AgeOpening open(byte[] file, List<AgeIdentity> identities, KeyMemory memory) {
    Header header = Header.parse(file);
    Optional<byte[]> unwrapped = unwrap(header, identities, memory);
    if (unwrapped.isEmpty()) {
      return new AgeOpening.NoMatch();
    }
    byte[] fileKey = unwrapped.get();
    byte[] macKey = memory.keep(Primitives.hkdf(fileKey, new byte[0], "header"));
    byte[] mac = Primitives.hmac(macKey, header.authenticated());
    if (!MessageDigest.isEqual(mac, header.mac())) {
      throw new DamagedAgeFile(AgeOpening.Part.HEADER_MAC);
    }
    byte[] payload = Payload.decrypt(fileKey, file, header.size(), memory);
    return new AgeOpening.Opened(SecretBytes.copyOf(payload));
  }

  private static Optional<byte[]> unwrap(
      Header header, List<AgeIdentity> identities, KeyMemory memory) {
    X25519Stanzas x25519 = new X25519Stanzas(header);
    return identities.stream()
        .flatMap(identity ->
            switch (identity) {
              case X25519Identity x -> x25519.unwrap(x, memory).stream();
              case AgeIdentity.Unsupported _ -> Optional.<byte[]>empty().stream();
            })
        .findFirst();
  }
}
