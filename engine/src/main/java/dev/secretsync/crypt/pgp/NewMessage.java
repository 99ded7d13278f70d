package dev.secretsync.crypt.pgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;

/** A message as every OpenPGP program reads it: one recipient, SEIPD of version 1, AES-256. */
final class NewMessage {
  private static final SecureRandom RANDOM = new SecureRandom();

  private NewMessage() {}

  /** The message, or nothing where the numbers of the key are no key. */
  static Optional<byte[]> of(byte[] dataKey, PGPPublicKey recipient) {
    PGPEncryptedDataGenerator generator =
        new PGPEncryptedDataGenerator(
            new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setWithIntegrityPacket(true)
                .setSecureRandom(RANDOM));
    generator.addMethod(
        new BcPublicKeyKeyEncryptionMethodGenerator(recipient).setSecureRandom(RANDOM));
    byte[] literal = literal(dataKey);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    try (OutputStream encrypted = generator.open(message, literal.length)) {
      encrypted.write(literal);
    } catch (IOException | PGPException | RuntimeException _) { // the library throws any of them
      return Optional.empty();
    } finally {
      Arrays.fill(literal, (byte) 0);
    }
    return Optional.of(message.toByteArray());
  }

  /** Binary, without a name, of no time: nothing beside the key is told. */
  private static byte[] literal(byte[] dataKey) {
    byte[] body =
        ByteBuffer.allocate(Literal.FIXED + dataKey.length)
            .put((byte) 'b')
            .put((byte) 0)
            .putInt(0)
            .put(dataKey)
            .array();
    Packet packet = new Packet(PacketTags.LITERAL_DATA, body);
    try {
      return packet.encoded();
    } finally {
      packet.erase();
    }
  }
}
