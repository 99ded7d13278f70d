package dev.secretsync.crypt.age;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.MGF1ParameterSpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** A stanza of type {@code ssh-rsa} (formats.md 2.3). */
final class SshRsaStanza implements KnownStanza {
  static final String TYPE = "ssh-rsa";

  /** All of it said: what the JDK would take by itself is MGF1 with SHA-1. */
  private static final OAEPParameterSpec PADDING =
      new OAEPParameterSpec(
          "SHA-256",
          "MGF1",
          MGF1ParameterSpec.SHA256,
          new PSource.PSpecified(
              "age-encryption.org/v1/ssh-rsa".getBytes(StandardCharsets.US_ASCII)));

  private final String tag;
  private final byte[] body;

  private SshRsaStanza(String tag, byte[] body) {
    this.tag = tag;
    this.body = body;
  }

  static SshRsaStanza parse(Stanza stanza) {
    return new SshRsaStanza(SshWire.parseTag(stanza.arguments(1).getFirst()), stanza.body());
  }

  static Stanza wrap(byte[] fileKey, SshRsaRecipient recipient) {
    try {
      byte[] body = cipher(Cipher.ENCRYPT_MODE, recipient.key()).doFinal(fileKey);
      return new Stanza(TYPE, List.of(recipient.tag()), body);
    } catch (GeneralSecurityException e) {
      throw Primitives.missing(e);
    }
  }

  /** Throws {@link DamagedAgeFile} where the tag is of this identity, and the rest is not. */
  Optional<byte[]> unwrap(SshRsaIdentity identity, KeyMemory memory) {
    if (!tag.equals(identity.toRecipient().tag())) {
      return Optional.empty();
    }
    try {
      byte[] fileKey = memory.keep(cipher(Cipher.DECRYPT_MODE, identity.key()).doFinal(body));
      if (fileKey.length != FileKey.SIZE) {
        throw Header.damaged();
      }
      return Optional.of(fileKey);
    } catch (BadPaddingException | IllegalBlockSizeException _) {
      throw Header.damaged();
    } catch (GeneralSecurityException e) {
      throw Primitives.missing(e);
    }
  }

  private static Cipher cipher(int mode, Key key) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(mode, key, PADDING);
    return cipher;
  }
}
