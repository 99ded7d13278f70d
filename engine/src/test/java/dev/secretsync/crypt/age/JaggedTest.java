package dev.secretsync.crypt.age;

import static dev.secretsync.crypt.age.AgeEncryptionTest.assertOpens;
import static org.assertj.core.api.Assertions.assertThat;

import com.exceptionfactory.jagged.DecryptingChannelFactory;
import com.exceptionfactory.jagged.EncryptingChannelFactory;
import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.armor.ArmoredEncryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import dev.secretsync.model.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another implementation of age, which shares no code and no library with ours. */
@DisplayName("formats.md 2.8: jagged and we read each other")
class JaggedTest {
  private final X25519Identity owner = X25519Identity.generate();
  private final X25519Identity other = X25519Identity.generate();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 47, 48, 49, 65_535, 65_536, 65_537, 131_072, 300_000})
  void whatJaggedEncryptsOpens(int size) throws GeneralSecurityException, IOException {
    byte[] plaintext = random(size);
    byte[] binary = encrypt(new StandardEncryptingChannelFactory(), plaintext);
    byte[] armored = encrypt(new ArmoredEncryptingChannelFactory(), plaintext);
    for (X25519Identity identity : List.of(owner, other)) {
      assertOpens(AgeFile.open(binary, List.of(identity)), plaintext);
      String text = new String(armored, StandardCharsets.US_ASCII);
      assertOpens(AgeFile.openArmored(text, List.of(identity)), plaintext);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 47, 48, 49, 65_535, 65_536, 65_537, 131_072, 300_000})
  void whatWeEncryptJaggedOpens(int size) throws GeneralSecurityException, IOException {
    byte[] plaintext = random(size);
    List<AgeRecipient> recipients = List.of(other.toRecipient(), owner.toRecipient());
    try (SecretBytes payload = SecretBytes.copyOf(plaintext)) {
      byte[] binary = AgeFile.encrypt(payload, recipients);
      String armored = AgeFile.encryptArmored(payload, recipients);
      assertThat(decrypt(new StandardDecryptingChannelFactory(), binary)).isEqualTo(plaintext);
      byte[] text = armored.getBytes(StandardCharsets.US_ASCII);
      assertThat(decrypt(new ArmoredDecryptingChannelFactory(), text)).isEqualTo(plaintext);
    }
  }

  private byte[] encrypt(EncryptingChannelFactory jagged, byte[] plaintext)
      throws GeneralSecurityException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    var writers =
        List.of(
            X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(owner.recipient()),
            X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(other.recipient()));
    try (WritableByteChannel channel =
        jagged.newEncryptingChannel(Channels.newChannel(out), writers)) {
      ByteBuffer buffer = ByteBuffer.wrap(plaintext);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
    return out.toByteArray();
  }

  private byte[] decrypt(DecryptingChannelFactory jagged, byte[] file)
      throws GeneralSecurityException, IOException {
    try (SecretBytes line = owner.secretLine()) {
      String key = line.reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
      var readers = List.of(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(key));
      try (ReadableByteChannel channel =
          jagged.newDecryptingChannel(
              Channels.newChannel(new ByteArrayInputStream(file)), readers)) {
        return Channels.newInputStream(channel).readAllBytes();
      }
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
