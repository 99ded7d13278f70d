package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;

/**
 * The body of an OpenSSH private key ({@code PROTOCOL.key} of OpenSSH): cipher, key derivation, and
 * the public key in clear before the private one.
 */
final class OpenSshKey {
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final String NONE = "none";
  private static final String BCRYPT = "bcrypt";

  /** ssh-keygen makes 16 or 24; a file that asks for more than this would stop us for minutes. */
  private static final int MAX_ROUNDS = 1024;

  private OpenSshKey() {}

  /** What stands before the private key. */
  private record Preamble(String cipher, String derivation, long rounds, Optional<SshTag> tag) {}

  static SshKeyFile.Content read(byte[] body) {
    Optional<Preamble> read = preamble(body);
    if (read.isEmpty()) {
      return new SshKeyFile.Content.Unusable(SshKeyFile.Why.MALFORMED);
    }
    Preamble preamble = read.get();
    if (preamble.tag().filter(tag -> SshKeyFile.knows(tag.type())).isEmpty()) {
      return new SshKeyFile.Content.Unusable(SshKeyFile.Why.UNSUPPORTED_TYPE);
    }
    if (preamble.cipher().equals(NONE)) {
      return parse(body, Optional.empty());
    }
    return preamble.derivation().equals(BCRYPT) && preamble.rounds() <= MAX_ROUNDS
        ? new SshKeyFile.Content.Locked(SshKeyFile.Form.OPENSSH, body.clone(), preamble.tag())
        : new SshKeyFile.Content.Unusable(SshKeyFile.Why.UNSUPPORTED_LOCK);
  }

  static SshKeyFile.Content open(byte[] body, SecretBytes passphrase) {
    return passphrase.reveal(bytes -> parse(body, Optional.of(bytes)));
  }

  private static SshKeyFile.Content parse(byte[] body, Optional<byte[]> passphrase) {
    AsymmetricKeyParameter key;
    try {
      // not a map: the one without a passphrase refuses a key that has one
      key =
          passphrase.isPresent()
              ? OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(body, passphrase.get())
              : OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(body);
    } catch (RuntimeException _) { // the library has no one type for what it does not like
      return new SshKeyFile.Content.Unusable(
          passphrase.isPresent() ? SshKeyFile.Why.WRONG_PASSPHRASE : SshKeyFile.Why.MALFORMED);
    }
    return switch (key) {
      case Ed25519PrivateKeyParameters ed25519 -> {
        byte[] seed = ed25519.getEncoded();
        try {
          yield SshKeyFile.ed25519(seed);
        } finally {
          Arrays.fill(seed, (byte) 0);
        }
      }
      case RSAPrivateCrtKeyParameters rsa -> DerKey.rsa(rsa);
      case AsymmetricKeyParameter _ ->
          new SshKeyFile.Content.Unusable(SshKeyFile.Why.UNSUPPORTED_TYPE);
    };
  }

  private static Optional<Preamble> preamble(byte[] body) {
    if (!Arrays.equals(Arrays.copyOf(body, MAGIC.length), MAGIC)) {
      return Optional.empty();
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(body, MAGIC.length, body.length - MAGIC.length);
      String cipher = new String(string(in), StandardCharsets.ISO_8859_1);
      String derivation = new String(string(in), StandardCharsets.ISO_8859_1);
      byte[] options = string(in);
      if (in.getInt() != 1) { // no program writes more than one key
        return Optional.empty();
      }
      Optional<SshTag> tag = SshTag.of(string(in));
      return Optional.of(new Preamble(cipher, derivation, rounds(options), tag));
    } catch (BufferUnderflowException _) {
      return Optional.empty();
    }
  }

  private static long rounds(byte[] options) {
    if (options.length == 0) {
      return 0;
    }
    ByteBuffer in = ByteBuffer.wrap(options);
    string(in);
    return Integer.toUnsignedLong(in.getInt());
  }

  private static byte[] string(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
