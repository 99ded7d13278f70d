package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Opens and writes age v1 files (age-encryption.org/v1; formats.md 2.1-2.4). Opening: find the
 * stanza of one of our identities, unwrap the file key, check the header's MAC, decrypt the
 * payload.
 */
public final class AgeFile {
  private AgeFile() {}

  /** Opens a file in its text form, {@code -----BEGIN AGE ENCRYPTED FILE-----}. */
  public static AgeOpening openArmored(String text, List<AgeIdentity> identities) {
    try (KeyMemory memory = new KeyMemory()) {
      return open(Armor.decode(text), identities, memory);
    } catch (DamagedAgeFile e) {
      return new AgeOpening.Damaged(e.part());
    } catch (CostlyAgeFile e) {
      return new AgeOpening.TooCostly(e.workFactor());
    }
  }

  /** Opens a file in its binary form. */
  public static AgeOpening open(byte[] file, List<AgeIdentity> identities) {
    try (KeyMemory memory = new KeyMemory()) {
      return open(file, identities, memory);
    } catch (DamagedAgeFile e) {
      return new AgeOpening.Damaged(e.part());
    } catch (CostlyAgeFile e) {
      return new AgeOpening.TooCostly(e.workFactor());
    }
  }

  /**
   * Encrypts for all of the recipients, in the text form.
   *
   * @throws IllegalArgumentException where they may not stand together; ask {@link
   *     AgeRecipient#mayStandTogether} before
   * @throws dev.secretsync.model.RefusedException where a plugin may not run or fails
   */
  public static String encryptArmored(SecretBytes payload, List<AgeRecipient> recipients) {
    return Armor.encode(encrypt(payload, recipients));
  }

  /** The same in the binary form. */
  public static byte[] encrypt(SecretBytes payload, List<AgeRecipient> recipients) {
    if (!AgeRecipient.mayStandTogether(recipients)) {
      throw new IllegalArgumentException("these recipients may not stand together");
    }
    try (KeyMemory memory = new KeyMemory()) {
      return payload.reveal(bytes -> encrypt(bytes, recipients, memory));
    }
  }

  /** Leaves its keys in {@code memory}, which the caller closes. */
  static byte[] encrypt(byte[] payload, List<AgeRecipient> recipients, KeyMemory memory) {
    byte[] fileKey = memory.keep(FileKey.create());
    List<Stanza> stanzas =
        Wrapping.together(recipients.stream().map(r -> wrap(fileKey, r, memory)).toList());
    byte[] header = Header.write(stanzas, fileKey);
    int size = Math.addExact(header.length, Payload.encryptedSize(payload.length));
    byte[] file = Arrays.copyOf(header, size);
    byte[] salt = Primitives.random(Payload.SALT_SIZE);
    Payload.encrypt(fileKey, salt, payload, file, header.length);
    return file;
  }

  private static Wrapping wrap(byte[] fileKey, AgeRecipient recipient, KeyMemory memory) {
    return switch (recipient) {
      case PluginRecipient r -> r.wrap(fileKey);
      case X25519Recipient r -> Wrapping.of(X25519Stanza.wrap(fileKey, r, memory));
      case HybridRecipient r -> Wrapping.postQuantum(HybridStanza.wrap(fileKey, r));
      case ScryptRecipient r -> Wrapping.of(ScryptStanza.wrap(fileKey, r, memory));
      case SshEd25519Recipient r -> Wrapping.of(SshEd25519Stanza.wrap(fileKey, r, memory));
      case SshRsaRecipient r -> Wrapping.of(SshRsaStanza.wrap(fileKey, r));
    };
  }

  /** Leaves its keys in {@code memory}, which the caller closes. */
  static AgeOpening open(byte[] file, List<AgeIdentity> identities, KeyMemory memory) {
    return payload(file, identities, memory)
        .<AgeOpening>map(payload -> new AgeOpening.Opened(SecretBytes.copyOf(payload.decrypt())))
        .orElseGet(AgeOpening.NoMatch::new);
  }

  /** The payload behind an authenticated header; nothing where no identity matches. */
  static Optional<Payload> payload(byte[] file, List<AgeIdentity> identities, KeyMemory memory) {
    Header header = Header.parse(file);
    return unwrap(header, identities, memory)
        .map(fileKey -> {
          byte[] mac = FileKey.headerMac(fileKey, header.authenticated());
          if (!MessageDigest.isEqual(mac, header.mac())) {
            throw new DamagedAgeFile(AgeOpening.Part.HEADER_MAC);
          }
          return Payload.at(fileKey, file, header.size(), memory);
        });
  }

  private static Optional<byte[]> unwrap(
      Header header, List<AgeIdentity> identities, KeyMemory memory) {
    // all of them first: a malformed one spoils the file also where another one would match
    List<KnownStanza> stanzas = KnownStanza.of(header);
    return identities.stream()
        .flatMap(identity ->
            stanzas.stream().flatMap(stanza -> stanza.unwrap(identity, memory).stream()))
        .findFirst()
        .or(() -> unwrapAsking(header, identities, memory));
  }

  /** Only now what may ask a person or start a program, for it was not needed before. */
  private static Optional<byte[]> unwrapAsking(
      Header header, List<AgeIdentity> identities, KeyMemory memory) {
    return identities.stream()
        .flatMap(identity ->
            switch (identity) {
              case LockedIdentity i when i.mayOpen(header.stanzas()) ->
                  unwrap(header, i.unlock(), memory).stream();
              case PluginIdentity i -> i.unwrap(header, memory).stream();
              case AgeIdentity _ -> Optional.<byte[]>empty().stream();
            })
        .findFirst();
  }
}
