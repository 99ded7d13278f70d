package dev.secretsync.crypt.pgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPCompressedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;

/** Messages that no honest program writes, and some that one does. */
final class TestMessages {
  private TestMessages() {}

  /** How the data is protected. */
  enum Protection {
    NONE,
    SEIPD_1,
    SEIPD_2,
    LIBREPGP
  }

  static byte[] literal(byte[] data) {
    byte[] body =
        ByteBuffer.allocate(6 + data.length)
            .put((byte) 'b')
            .put((byte) 0)
            .putInt(0)
            .put(data)
            .array();
    return new Packet(PacketTags.LITERAL_DATA, body).encoded();
  }

  static byte[] compressed(int algorithm, byte[] packets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream compressing = new PGPCompressedDataGenerator(algorithm).open(out)) {
      compressing.write(packets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] encrypted(byte[] content, PGPPublicKey... recipients) {
    return encrypted(Protection.SEIPD_1, content, false, recipients);
  }

  static byte[] encrypted(
      Protection protection, byte[] content, boolean hidden, PGPPublicKey... recipients) {
    BcPGPDataEncryptorBuilder builder =
        new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256);
    switch (protection) {
      case NONE -> builder.setWithIntegrityPacket(false);
      case SEIPD_1 -> builder.setWithIntegrityPacket(true);
      case SEIPD_2 -> builder.setWithAEAD(AEADAlgorithmTags.OCB, 6).setUseV6AEAD();
      case LIBREPGP -> builder.setWithAEAD(AEADAlgorithmTags.OCB, 6).setUseV5AEAD();
    }
    PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(builder);
    for (PGPPublicKey recipient : recipients) {
      BcPublicKeyKeyEncryptionMethodGenerator method =
          new BcPublicKeyKeyEncryptionMethodGenerator(recipient);
      method.setUseWildcardRecipient(hidden);
      generator.addMethod(method);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream encrypting = generator.open(out, content.length)) {
      encrypting.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (PGPException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }
}
