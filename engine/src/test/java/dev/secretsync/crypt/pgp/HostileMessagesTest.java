package dev.secretsync.crypt.pgp;

import static dev.secretsync.crypt.pgp.TestMessages.compressed;
import static dev.secretsync.crypt.pgp.TestMessages.encrypted;
import static dev.secretsync.crypt.pgp.TestMessages.literal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.pgp.TestMessages.Protection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.PacketTags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("X10: hostile OpenPGP messages")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileMessagesTest {
  private static final TestPgpKey OURS = TestPgpKey.of(TestPgpKey.Kind.CURVE25519_LEGACY);
  private static final PgpKeys KEYS = TestPgpKey.keys(OURS);
  private static final byte[] SECRET = TestPgpKey.dataKey().reveal(byte[]::clone);
  private static final int BOMB = 8 << 20;

  private static PgpOpening open(byte[] message) {
    return KEYS.unwrap(Armor.encode(message));
  }

  private static PgpOpening openContent(byte[]... packets) {
    return open(encrypted(joined(packets), OURS.subkey(0)));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List.of(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static PgpOpening refused(PgpOpening.Reason reason) {
    return new PgpOpening.Refused(reason);
  }

  private static PgpOpening damaged(PgpOpening.Part part) {
    return new PgpOpening.Damaged(part);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        CompressionAlgorithmTags.ZIP,
        CompressionAlgorithmTags.ZLIB,
        CompressionAlgorithmTags.BZIP2
      })
  void aZipBombIsNotInflated(int algorithm) {
    byte[] bomb = compressed(algorithm, literal(new byte[BOMB]));
    assertThat(bomb.length).isLessThan(BOMB / 900);
    assertThat(openContent(bomb)).isEqualTo(refused(PgpOpening.Reason.TOO_LARGE));
  }

  @Test
  void contentOf64KibIsTheMost() {
    int most = Literal.MAX_CONTENT;
    assertThat(openContent(literal(new byte[most]))).isInstanceOf(PgpOpening.Opened.class);
    assertThat(openContent(literal(new byte[most + 1])))
        .isEqualTo(refused(PgpOpening.Reason.TOO_LARGE));
  }

  @Test
  void compressionInsideCompressionIsRefused() {
    byte[] once = compressed(CompressionAlgorithmTags.ZLIB, literal(SECRET));
    byte[] twice = compressed(CompressionAlgorithmTags.ZLIB, once);
    assertThat(openContent(twice)).isEqualTo(refused(PgpOpening.Reason.NOT_ONE_LITERAL));
  }

  @Test
  void anythingButOneLiteralIsRefused() {
    PgpOpening refused = refused(PgpOpening.Reason.NOT_ONE_LITERAL);
    byte[] literal = literal(SECRET);
    assertThat(openContent(literal, literal)).isEqualTo(refused);
    assertThat(openContent(compressed(CompressionAlgorithmTags.ZLIB, joined(literal, literal))))
        .isEqualTo(refused);
    assertThat(openContent(literal, compressed(CompressionAlgorithmTags.ZLIB, literal)))
        .isEqualTo(refused);
    assertThat(openContent(literal, new Packet(PacketTags.SIGNATURE, new byte[9]).encoded()))
        .isEqualTo(refused);
    assertThat(openContent(encrypted(literal, OURS.subkey(0)))).isEqualTo(refused);
    assertThat(openContent()).isEqualTo(refused);
  }

  @Test
  void packetsThatSayNothingDoNotCount() {
    byte[] marker = new Packet(PacketTags.MARKER, new byte[] {'P', 'G', 'P'}).encoded();
    assertThat(openContent(marker, literal(SECRET))).isInstanceOf(PgpOpening.Opened.class);
  }

  @Test
  void contentThatIsNoPacketIsDamaged() {
    PgpOpening damaged = damaged(PgpOpening.Part.CONTENT);
    assertThat(openContent(new byte[] {0, 1, 2})).isEqualTo(damaged);
    assertThat(openContent(literal(new byte[0]))).isEqualTo(damaged);
    assertThat(openContent(new Packet(PacketTags.LITERAL_DATA, new byte[3]).encoded()))
        .isEqualTo(damaged);
    byte[] longName = {'b', (byte) 200, 0, 0, 0, 0, 'x'};
    assertThat(openContent(new Packet(PacketTags.LITERAL_DATA, longName).encoded()))
        .isEqualTo(damaged);
    byte[] compression = new Packet(PacketTags.COMPRESSED_DATA, new byte[] {2, 'x'}).encoded();
    assertThat(openContent(compression)).isEqualTo(damaged);
    byte[] cut = compressed(CompressionAlgorithmTags.ZLIB, literal(SECRET));
    assertThat(openContent(new Packet(8, Arrays.copyOfRange(cut, 2, cut.length / 2)).encoded()))
        .isEqualTo(damaged);
  }

  @Test
  void dataWithoutIntegrityIsRefusedEvenWhereItWasTakenFromAnIntactMessage() {
    PgpOpening refused = refused(PgpOpening.Reason.NO_INTEGRITY);
    assertThat(open(encrypted(Protection.NONE, literal(SECRET), false, OURS.subkey(0))))
        .isEqualTo(refused);
    List<Packet> packets = packets(encrypted(literal(SECRET), OURS.subkey(0)));
    Packet data = packets.getLast();
    byte[] downgraded =
        new Packet(PacketTags.SYMMETRIC_KEY_ENC, data.from(1, data.size() - 1)).encoded();
    assertThat(open(joined(packets.getFirst().encoded(), downgraded))).isEqualTo(refused);
  }

  private static List<Packet> packets(byte[] message) {
    return PacketReader.read(message, PgpOpening.Part.PACKETS);
  }

  @Test
  void dataThatIsNotEncryptedIsRefused() {
    PgpOpening refused = refused(PgpOpening.Reason.NOT_ENCRYPTED);
    assertThat(open(literal(SECRET))).isEqualTo(refused);
    assertThat(open(compressed(CompressionAlgorithmTags.ZIP, literal(SECRET)))).isEqualTo(refused);
  }

  @Test
  void packetsBesideTheEncryptedDataAreDamage() {
    byte[] message = encrypted(literal(SECRET), OURS.subkey(0));
    PgpOpening damaged = damaged(PgpOpening.Part.PACKETS);
    assertThat(open(joined(message, literal(SECRET)))).isEqualTo(damaged);
    assertThat(open(joined(literal(SECRET), message))).isEqualTo(damaged);
    assertThat(open(joined(message, message))).isEqualTo(damaged);
    assertThat(open(joined(message, new byte[] {0}))).isEqualTo(damaged);
    assertThat(open(packets(message).getFirst().encoded())).isEqualTo(damaged);
    assertThat(open(packets(message).getLast().encoded())).isEqualTo(new PgpOpening.NoMatch());
  }

  @ParameterizedTest
  @EnumSource(
      value = Protection.class,
      names = {"SEIPD_1", "SEIPD_2", "LIBREPGP"})
  void aFlippedByteOpensNothingElse(Protection protection) {
    TestPgpKey key = keyFor(protection);
    PgpKeys keys = TestPgpKey.keys(key);
    byte[] message = encrypted(protection, literal(SECRET), false, key.subkey(0));
    int data = message.length - packets(message).getLast().size();
    for (int i = 0; i < message.length; i++) {
      byte[] flipped = message.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      PgpOpening opening = keys.unwrap(Armor.encode(flipped));
      if (i >= data || !(opening instanceof PgpOpening.Opened)) {
        assertThat(opening).as("byte %d", i).isNotInstanceOf(PgpOpening.Opened.class);
      } else {
        assertThat(opening).isEqualTo(new PgpOpening.Opened(TestPgpKey.dataKey()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Protection.class,
      names = {"SEIPD_1", "SEIPD_2", "LIBREPGP"})
  void aTruncatedMessageIsDamaged(Protection protection) {
    TestPgpKey key = keyFor(protection);
    PgpKeys keys = TestPgpKey.keys(key);
    byte[] message = encrypted(protection, literal(SECRET), false, key.subkey(0));
    for (int length = 0; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      assertThat(keys.unwrap(Armor.encode(cut))).isInstanceOf(PgpOpening.Damaged.class);
    }
    Packet data = packets(message).getLast();
    for (int size = 1; size < data.size(); size++) {
      byte[] cut = new Packet(data.tag(), data.from(0, size)).encoded();
      byte[] shorter = joined(packets(message).getFirst().encoded(), cut);
      assertThat(keys.unwrap(Armor.encode(shorter))).isInstanceOf(PgpOpening.Damaged.class);
    }
  }

  private static TestPgpKey keyFor(Protection protection) {
    return protection == Protection.SEIPD_2 ? TestPgpKey.of(TestPgpKey.Kind.V6) : OURS;
  }

  @Test
  void aChunkSizeThatNoMemoryHoldsIsDamage() {
    byte[] message = encrypted(Protection.LIBREPGP, literal(SECRET), false, OURS.subkey(0));
    Packet data = packets(message).getLast();
    byte[] body = data.from(0, data.size());
    body[3] = 56;
    byte[] hostile =
        joined(packets(message).getFirst().encoded(), new Packet(data.tag(), body).encoded());
    assertThat(open(hostile)).isEqualTo(damaged(PgpOpening.Part.PACKETS));
  }

  @Test
  void manyHiddenRecipientsCostBoundedTime() {
    TestPgpKey other = TestPgpKey.of(TestPgpKey.Kind.CURVE25519_LEGACY);
    byte[] message = encrypted(Protection.SEIPD_1, literal(SECRET), true, other.subkey(0));
    byte[] session = packets(message).getFirst().encoded();
    byte[][] parts = Stream.generate(() -> session).limit(120).toArray(byte[][]::new);
    assertThat(open(joined(joined(parts), packets(message).getLast().encoded())))
        .isEqualTo(new PgpOpening.NoMatch());
    byte[][] more = Stream.generate(() -> session).limit(200).toArray(byte[][]::new);
    assertThat(open(joined(joined(more), packets(message).getLast().encoded())))
        .isEqualTo(damaged(PgpOpening.Part.PACKETS));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void lengthsThatPromiseMoreThanThereIsAreDamage(byte[] hostile) {
    assertThat(open(hostile)).isInstanceOf(PgpOpening.Damaged.class);
  }

  static Stream<byte[]> lengths() {
    return Stream.of(
        new byte[] {(byte) 0xc1, (byte) 0xff, -1, -1, -1, -1},
        new byte[] {(byte) 0xd2, (byte) 0xff, 0x7f, -1, -1, -1, 1},
        new byte[] {(byte) 0xd2, (byte) 0xfe, 1},
        new byte[] {(byte) 0xc1, (byte) 0xe0, 1, 0},
        new byte[] {(byte) 0xd2, (byte) 0xe0, 1},
        new byte[] {(byte) 0x86, -1, -1, -1, -1},
        new byte[] {(byte) 0x87, 3},
        new byte[] {(byte) 0xc1},
        new byte[] {(byte) 0xc1, (byte) 0xc0},
        new byte[] {0x41, 0});
  }

  @Test
  void partialLengthsAndThoseOfOldAreRead() {
    byte[] body = {1, 2, 3, 4, 5};
    assertThat(packets(new byte[] {(byte) 0xd2, (byte) 0xe1, 1, 2, (byte) 0xe0, 3, 2, 4, 5}))
        .singleElement()
        .satisfies(packet -> assertThat(packet.from(0, packet.size())).isEqualTo(body));
    assertThat(packets(new byte[] {(byte) 0xa3, 1, 2, 3, 4, 5}))
        .singleElement()
        .satisfies(packet -> assertThat(packet.from(0, packet.size())).isEqualTo(body));
    assertThat(packets(new byte[] {(byte) 0x85, 0, 1, 9, (byte) 0xc1, 1, 8})).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN PGP MESSAGE-----",
        "-----BEGIN PGP MESSAGE-----\n-----END PGP MESSAGE-----",
        "-----BEGIN PGP MESSAGE-----\nno header\n\nAAAA\n-----END PGP MESSAGE-----",
        "-----BEGIN PGP MESSAGE-----\n\n!!!!\n-----END PGP MESSAGE-----",
        "-----BEGIN PGP MESSAGE-----\n\nAAAA\n=AAAA\n-----END PGP MESSAGE-----",
        "-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----\nx",
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----",
        "-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----\n"
            + "-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----",
      })
  void otherTextsAreNoArmor(String text) {
    assertThat(KEYS.unwrap(text)).isEqualTo(damaged(PgpOpening.Part.ARMOR));
  }

  @Test
  void anArmorWithHeadersOrWithoutChecksumOrWithCarriageReturnsOpens() {
    String armored = Armor.encode(encrypted(literal(SECRET), OURS.subkey(0)));
    String headers = armored.replaceFirst("\n\n", "\nVersion: GnuPG v1\nComment: a\n\n");
    String unchecked = armored.replaceFirst("\n=.*", "");
    for (String text : List.of(headers, unchecked, armored.replace("\n", "\r\n") + "\r\n")) {
      assertThat(KEYS.unwrap(text)).isInstanceOf(PgpOpening.Opened.class);
    }
  }

  @Test
  void textThatNoDataKeyNeedsIsNotRead() {
    String text = new String(new byte[Armor.MAX_TEXT + 1], StandardCharsets.ISO_8859_1);
    assertThat(KEYS.unwrap(text)).isEqualTo(refused(PgpOpening.Reason.TOO_LARGE));
  }
}
