package dev.secretsync.crypt.age;

import static dev.secretsync.crypt.age.AgeEncryptionTest.assertOpens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.model.SecretBytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("formats.md 2.3: the kinds of identities and recipients")
class AgeKindsTest {
  private static final SecretBytes PASSPHRASE = SecretBytes.ofUtf8("CANARY-passphrase");
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
  private static final X25519Identity X25519 = X25519Identity.generate();
  private static final HybridIdentity HYBRID = HybridIdentity.generate();
  private static final AgeOpening NO_HEADER = new AgeOpening.Damaged(AgeOpening.Part.HEADER);

  /** An identity and what encrypts for it. */
  record Pair(AgeIdentity identity, AgeRecipient recipient) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair(X25519, X25519.toRecipient()),
          new Pair(HYBRID, HYBRID.toRecipient()),
          new Pair(
              ScryptIdentity.of(PASSPHRASE).orElseThrow(),
              ScryptRecipient.of(PASSPHRASE, 2).orElseThrow()),
          new Pair(TestSshKeys.ED25519, TestSshKeys.ED25519.toRecipient()),
          new Pair(TestSshKeys.OTHER_ED25519, TestSshKeys.OTHER_ED25519.toRecipient()),
          new Pair(TestSshKeys.RSA, TestSshKeys.RSA.toRecipient()));

  static Stream<Pair> pairs() {
    return PAIRS.stream();
  }

  private static List<AgeIdentity> allBut(Pair pair) {
    return pairs().filter(p -> !p.equals(pair)).map(Pair::identity).toList();
  }

  private static byte[] encrypt(AgeRecipient... recipients) {
    try (SecretBytes payload = SecretBytes.copyOf(HELLO)) {
      return AgeFile.encrypt(payload, List.of(recipients));
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void onlyTheRightIdentityOpensAFile(Pair pair) {
    byte[] file = encrypt(pair.recipient);
    List<AgeIdentity> all = pairs().map(Pair::identity).toList();
    assertOpens(AgeFile.open(file, List.of(pair.identity)), HELLO);
    assertOpens(AgeFile.open(file, all), HELLO);
    assertOpens(AgeFile.open(file, all.reversed()), HELLO);
    assertThat(AgeFile.open(file, allBut(pair))).isEqualTo(new AgeOpening.NoMatch());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  @DisplayName("S1: neither identities nor recipients show a secret")
  void nothingSecretIsShown(Pair pair) {
    for (String shown : List.of(pair.identity.toString(), pair.recipient.toString())) {
      assertThat(shown).doesNotContain("CANARY", "SECRET");
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void recipientsAreReadBackFromTheirText(Pair pair) {
    assertThat(pair.identity.publicHalf().map(AgeRecipient::text))
        .isEqualTo(pair.identity.publicHalf().map(r -> pair.recipient.text()));
    pair.identity
        .publicHalf()
        .ifPresent(recipient -> {
          String text = pair.recipient.text();
          AgeRecipient again = AgeRecipient.parse(text).orElseThrow();
          assertThat(again.text()).isEqualTo(text);
          assertOpens(AgeFile.open(encrypt(again), List.of(pair.identity)), HELLO);
        });
  }

  @Test
  void anySelectionOfRecipientsOpensAnyPayload() {
    Random random = new Random(7);
    for (int run = 0; run < 100; run++) {
      byte[] plaintext = new byte[random.nextInt(3) * 65_536 + random.nextInt(40)];
      random.nextBytes(plaintext);
      List<Pair> chosen = new ArrayList<>();
      for (Pair pair : PAIRS) {
        List<AgeRecipient> together =
            Stream.concat(chosen.stream(), Stream.of(pair)).map(Pair::recipient).toList();
        if (random.nextBoolean() && AgeRecipient.mayStandTogether(together)) {
          chosen.add(pair);
        }
      }
      if (!chosen.isEmpty()) {
        try (SecretBytes payload = SecretBytes.copyOf(plaintext)) {
          List<AgeRecipient> recipients = chosen.stream().map(Pair::recipient).toList();
          byte[] file = AgeFile.encrypt(payload, recipients);
          AgeIdentity one = chosen.get(random.nextInt(chosen.size())).identity;
          assertOpens(AgeFile.open(file, List.of(one)), plaintext);
        }
      }
    }
  }

  @Test
  void filesAreOpenedSideBySideWithTheSameIdentities() {
    List<byte[]> files = pairs().map(pair -> encrypt(pair.recipient)).toList();
    List<AgeIdentity> identities = pairs().map(Pair::identity).toList();
    assertThat(
            IntStream.range(0, 300)
                .parallel()
                .mapToObj(i -> AgeFile.open(files.get(i % files.size()), identities)))
        .allSatisfy(opening -> assertOpens(opening, HELLO));
  }

  @Test
  void identitiesOfOneFileMayBeOfDifferentKinds() {
    byte[] file =
        encrypt(
            TestSshKeys.RSA.toRecipient(), X25519.toRecipient(), TestSshKeys.ED25519.toRecipient());
    for (AgeIdentity one : List.of(TestSshKeys.RSA, X25519, TestSshKeys.ED25519)) {
      assertOpens(AgeFile.open(file, List.of(HYBRID, one)), HELLO);
    }
    assertThat(AgeFile.open(file, List.of(HYBRID))).isEqualTo(new AgeOpening.NoMatch());
  }

  @Test
  @DisplayName("X11: a post-quantum recipient stands with its like only, and a passphrase alone")
  void recipientsThatWeakenAFileAreRefused() {
    AgeRecipient hybrid = HYBRID.toRecipient();
    AgeRecipient passphrase = ScryptRecipient.of(PASSPHRASE).orElseThrow();
    AgeRecipient classic = X25519.toRecipient();
    AgeRecipient ssh = TestSshKeys.ED25519.toRecipient();
    for (List<AgeRecipient> together :
        List.of(
            List.of(classic),
            List.of(classic, ssh, classic),
            List.of(hybrid, hybrid),
            List.of(passphrase))) {
      assertThat(AgeRecipient.mayStandTogether(together)).isTrue();
    }
    try (SecretBytes payload = SecretBytes.copyOf(HELLO)) {
      for (List<AgeRecipient> apart :
          List.of(
              List.of(classic, hybrid),
              List.of(hybrid, ssh),
              List.of(passphrase, passphrase),
              List.of(passphrase, classic),
              List.of(hybrid, passphrase))) {
        assertThat(AgeRecipient.mayStandTogether(apart)).isFalse();
        assertThatThrownBy(() -> AgeFile.encrypt(payload, apart))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void anEmptyPassphraseIsNone() {
    try (SecretBytes empty = SecretBytes.ofUtf8("")) {
      assertThat(ScryptIdentity.of(empty)).isEmpty();
      assertThat(ScryptIdentity.withHighLimit(empty)).isEmpty();
      assertThat(ScryptRecipient.of(empty)).isEmpty();
    }
  }

  @Test
  void aNewHybridIdentityIsReadBackFromItsLine() {
    try (SecretBytes line = HYBRID.secretLine()) {
      String text = line.reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
      assertThat(text).startsWith("AGE-SECRET-KEY-PQ-1");
      AgeIdentity again = AgeIdentity.parse(text).orElseThrow();
      assertThat(again.publicHalf().map(AgeRecipient::text)).contains(HYBRID.toRecipient().text());
    }
  }

  @Test
  @DisplayName("a stanza with our tag that does not decrypt is damage, and with another no match")
  void stanzasOfSshKeysSayWhoseTheyAre() {
    for (Pair pair : pairs().skip(3).toList()) {
      byte[] fileKey = FileKey.create();
      Header header = Header.parse(encrypt(pair.recipient));
      Stanza stanza = header.stanzas().getFirst();
      byte[] body = stanza.body();
      body[5] ^= 1;
      Stanza changed = new Stanza(stanza.type(), stanza.arguments(), body);
      byte[] file = Header.write(List.of(changed), fileKey);
      assertThat(AgeFile.open(file, List.of(pair.identity))).isEqualTo(NO_HEADER);
      assertThat(AgeFile.open(file, allBut(pair))).isEqualTo(new AgeOpening.NoMatch());
    }
  }

  static Stream<Stanza> malformed() {
    String share = StrictBase64.encodeUnpadded(new byte[32]);
    String tag = StrictBase64.encodeUnpadded(new byte[4]);
    String salt = StrictBase64.encodeUnpadded(new byte[16]);
    String hybrid = StrictBase64.encodeUnpadded(new byte[1120]);
    byte[] body = new byte[32];
    return Stream.of(
        new Stanza("X25519", List.of(), body),
        new Stanza("X25519", List.of(share, share), body),
        new Stanza("X25519", List.of(share + "="), body),
        new Stanza("X25519", List.of(salt), body),
        new Stanza("X25519", List.of(share), new byte[31]),
        new Stanza("X25519", List.of(share), new byte[33]),
        new Stanza("mlkem768x25519", List.of(), body),
        new Stanza("mlkem768x25519", List.of(share), body),
        new Stanza("mlkem768x25519", List.of(hybrid, hybrid), body),
        new Stanza("mlkem768x25519", List.of(hybrid), new byte[48]),
        new Stanza("scrypt", List.of(salt), body),
        new Stanza("scrypt", List.of(salt, "1", "1"), body),
        new Stanza("scrypt", List.of(tag, "1"), body),
        new Stanza("scrypt", List.of(salt, "1"), new byte[31]),
        new Stanza("ssh-ed25519", List.of(tag), body),
        new Stanza("ssh-ed25519", List.of(share, tag), body),
        new Stanza("ssh-ed25519", List.of(tag, salt), body),
        new Stanza("ssh-ed25519", List.of(tag, share, share), body),
        new Stanza("ssh-ed25519", List.of(tag, share), new byte[16]),
        new Stanza("ssh-rsa", List.of(), body),
        new Stanza("ssh-rsa", List.of(share), body),
        new Stanza("ssh-rsa", List.of(tag, tag), body));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void aMalformedStanzaOfAKnownTypeSpoilsTheFileForAll(Stanza malformed) {
    byte[] fileKey = FileKey.create();
    try (KeyMemory memory = new KeyMemory()) {
      Stanza good = X25519Stanza.wrap(fileKey, X25519.toRecipient(), memory);
      byte[] file = Header.write(List.of(good, malformed), fileKey);
      assertThat(AgeFile.open(file, List.of(X25519))).isEqualTo(NO_HEADER);
      assertThat(AgeFile.open(Header.write(List.of(malformed), fileKey), List.of()))
          .isEqualTo(NO_HEADER);
    }
  }

  @Test
  @DisplayName("a passphrase must be the only stanza, also where nobody gave one")
  void aPassphraseBesideAnotherStanzaSpoilsTheFile() {
    byte[] fileKey = FileKey.create();
    Stanza passphrase =
        Header.parse(encrypt(ScryptRecipient.of(PASSPHRASE, 1).orElseThrow())).stanzas().getFirst();
    for (Stanza other : List.of(passphrase, new Stanza("grease", List.of(), new byte[0]))) {
      byte[] file = Header.write(List.of(passphrase, other), fileKey);
      assertThat(AgeFile.open(file, List.of(X25519))).isEqualTo(NO_HEADER);
    }
  }

  static Stream<String> noSshRecipients() {
    String good = TestSshKeys.ED25519.toRecipient().text();
    byte[] wire = Base64.getDecoder().decode(good.substring(good.indexOf(' ') + 1));
    return Stream.of(
        "ssh-ed25519",
        "ssh-ed25519 ",
        " " + good,
        good + "=",
        good.replace("ssh-ed25519", "ssh-rsa"),
        good.replace("ssh-ed25519", "ssh-dss"),
        "restrict " + good,
        line(Arrays.copyOf(wire, wire.length - 1)),
        line(Arrays.copyOf(wire, wire.length + 1)),
        line(new byte[0]),
        line(SshWire.of("ssh-ed25519", new byte[31]).bytes()),
        line(SshWire.of("ssh-ed25519", new byte[32], new byte[0]).bytes()),
        line(SshWire.of("ssh-ed25518", new byte[32]).bytes()),
        // y = 1 is the neutral point; y = 2 is on no point; all ones is above the prime
        line(SshWire.of("ssh-ed25519", point(1)).bytes()),
        line(SshWire.of("ssh-ed25519", point(2)).bytes()),
        line(SshWire.of("ssh-ed25519", point(0)).bytes()),
        line(SshWire.of("ssh-ed25519", HexFormat.of().parseHex("ff".repeat(32))).bytes()));
  }

  private static String line(byte[] wire) {
    return "ssh-ed25519 " + Base64.getEncoder().encodeToString(wire);
  }

  private static byte[] point(int y) {
    byte[] point = new byte[32];
    point[0] = (byte) y;
    return point;
  }

  @ParameterizedTest
  @MethodSource("noSshRecipients")
  void malformedSshKeysAreNoRecipients(String line) {
    assertThat(AgeRecipient.parse(line)).isEmpty();
  }

  @Test
  void commentsOfSshKeysAreNotKept() {
    String text = TestSshKeys.RSA.toRecipient().text();
    assertThat(AgeRecipient.parse(text + " someone@example.org and more").map(AgeRecipient::text))
        .contains(text);
  }

  @Test
  void rsaKeysHave2048BitsOrMore() {
    assertThat(SshRsaIdentity.of(TestSshKeys.rsa(1024))).isEmpty();
    BigInteger exponent = BigInteger.valueOf(65_537);
    BigInteger tooShort = BigInteger.ONE.shiftLeft(2046).setBit(0);
    BigInteger enough = BigInteger.ONE.shiftLeft(2047).setBit(0);
    assertThat(SshRsaRecipient.of(tooShort, exponent)).isEmpty();
    assertThat(SshRsaRecipient.of(enough, exponent)).isPresent();
    assertThat(SshRsaRecipient.of(enough, BigInteger.ONE)).isEmpty();
  }

  @Test
  @DisplayName("an RSA key whose numbers do not fit is no identity")
  void rsaKeysMustFit() throws GeneralSecurityException {
    RSAPrivateCrtKey key = TestSshKeys.rsa(2048);
    RSAPrivateCrtKey other = TestSshKeys.rsa(2048);
    RSAPrivateCrtKeySpec mixed =
        new RSAPrivateCrtKeySpec(
            key.getModulus(),
            key.getPublicExponent(),
            other.getPrivateExponent(),
            other.getPrimeP(),
            other.getPrimeQ(),
            other.getPrimeExponentP(),
            other.getPrimeExponentQ(),
            other.getCrtCoefficient());
    RSAPrivateCrtKey broken =
        (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(mixed);
    assertThat(SshRsaIdentity.of(broken)).isEmpty();
    assertThat(SshRsaIdentity.of(key)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 64})
  void seedsHave32Bytes(int size) {
    assertThat(SshEd25519Identity.of(new byte[size])).isEmpty();
  }
}
