package dev.secretsync.crypt.pgp;

import static dev.secretsync.crypt.pgp.TestMessages.compressed;
import static dev.secretsync.crypt.pgp.TestMessages.encrypted;
import static dev.secretsync.crypt.pgp.TestMessages.literal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.pgp.TestMessages.Protection;
import dev.secretsync.model.Code;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("formats.md 1.11: data keys in OpenPGP messages")
class PgpKeysTest {
  private static final TestPgpKey OURS = TestPgpKey.of(TestPgpKey.Kind.CURVE25519_LEGACY);
  private static final TestPgpKey OTHER = TestPgpKey.of(TestPgpKey.Kind.CURVE25519_LEGACY);

  @TempDir private Path folder;

  private static byte[] secret() {
    return TestPgpKey.dataKey().reveal(byte[]::clone);
  }

  private static void assertOpens(PgpOpening opening) {
    assertThat(opening).isInstanceOf(PgpOpening.Opened.class);
    assertThat(((PgpOpening.Opened) opening).content()).isEqualTo(TestPgpKey.dataKey());
  }

  private static String wrapped(PgpKeys keys, String fingerprint) {
    PgpWrapping wrapping = keys.wrap(fingerprint, TestPgpKey.dataKey());
    assertThat(wrapping).isInstanceOf(PgpWrapping.Wrapped.class);
    return ((PgpWrapping.Wrapped) wrapping).armored();
  }

  private static void assertRefused(TestPgpKey key, String name, PgpWrapping.Reason reason) {
    PgpKeys keys = publicKeys(key);
    assertThat(keys.wrap(name, TestPgpKey.dataKey())).isEqualTo(new PgpWrapping.Refused(reason));
  }

  private static PgpKeys publicKeys(TestPgpKey key) {
    return TestPgpKey.keys(Map.of(PgpSources.KEY, key.armoredPublic()));
  }

  @ParameterizedTest
  @EnumSource(value = TestPgpKey.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "V6")
  void whatIsWrappedForAKeyOpensWithIt(TestPgpKey.Kind kind) {
    TestPgpKey key = TestPgpKey.of(kind);
    PgpKeys keys = TestPgpKey.keys(OTHER, key);
    String spaced = key.fingerprint().toLowerCase(Locale.ROOT).replaceAll("(.{4})", "$1 ");
    assertOpens(keys.unwrap(wrapped(keys, key.fingerprint())));
    assertOpens(keys.unwrap(wrapped(keys, spaced)));
    assertThat(TestPgpKey.keys(OTHER).unwrap(wrapped(keys, key.fingerprint())))
        .isEqualTo(new PgpOpening.NoMatch());
  }

  @Test
  void aWrappedKeyIsArmoredAsSopsStoresIt() {
    String armored = wrapped(TestPgpKey.keys(OURS), OURS.fingerprint());
    assertThat(armored)
        .startsWith("-----BEGIN PGP MESSAGE-----\n\n")
        .endsWith("\n-----END PGP MESSAGE-----");
    List<Packet> packets = PacketReader.read(Armor.decode(armored), PgpOpening.Part.PACKETS);
    assertThat(packets).extracting(Packet::tag).containsExactly(1, 18);
    assertThat(packets.getLast().at(0)).as("SEIPD version").isEqualTo(1);
    assertThat(wrapped(TestPgpKey.keys(OURS), OURS.fingerprint())).isNotEqualTo(armored);
  }

  @ParameterizedTest
  @EnumSource(
      value = Protection.class,
      names = {"SEIPD_1", "SEIPD_2", "LIBREPGP"})
  @DisplayName("formats.md 2.9: both SEIPD and packet 20, for each kind of key that may have them")
  void allFormsThatProtectAgainstChangesOpen(Protection protection) {
    TestPgpKey key = protection == Protection.SEIPD_2 ? TestPgpKey.of(TestPgpKey.Kind.V6) : OURS;
    byte[] message = encrypted(protection, literal(secret()), false, key.subkey(0));
    assertOpens(TestPgpKey.keys(key).unwrap(Armor.encode(message)));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        CompressionAlgorithmTags.UNCOMPRESSED,
        CompressionAlgorithmTags.ZIP,
        CompressionAlgorithmTags.ZLIB,
        CompressionAlgorithmTags.BZIP2
      })
  void aCompressedLiteralOpens(int algorithm) {
    byte[] message = encrypted(compressed(algorithm, literal(secret())), OURS.subkey(0));
    assertOpens(TestPgpKey.keys(OURS).unwrap(Armor.encode(message)));
  }

  @Test
  void oneOfSeveralRecipientsSuffices() {
    byte[] message = encrypted(literal(secret()), OTHER.subkey(0), OURS.subkey(0));
    assertOpens(TestPgpKey.keys(OURS).unwrap(Armor.encode(message)));
    assertOpens(TestPgpKey.keys(OTHER).unwrap(Armor.encode(message)));
  }

  @Test
  void aMessageThatHidesItsRecipientIsTriedWithAllKeys() {
    TestPgpKey rsa = TestPgpKey.of(TestPgpKey.Kind.RSA);
    byte[] message = encrypted(Protection.SEIPD_1, literal(secret()), true, OURS.subkey(0));
    assertOpens(TestPgpKey.keys(rsa, OTHER, OURS).unwrap(Armor.encode(message)));
    assertThat(TestPgpKey.keys(rsa, OTHER).unwrap(Armor.encode(message)))
        .isEqualTo(new PgpOpening.NoMatch());
  }

  @Test
  void aPassphraseIsAskedForOnceAndOnlyForTheKeyThatIsNeeded() throws PGPException {
    TestPgpKey locked = TestPgpKey.locked();
    List<String> asked = new ArrayList<>();
    PgpPassphrase passphrase =
        fingerprint -> {
          asked.add(fingerprint);
          return Optional.of(SecretBytes.ofUtf8(TestPgpKey.PASSPHRASE));
        };
    Map<String, String> env =
        Map.of(PgpSources.KEY, OURS.armoredSecret() + "\n" + locked.armoredSecret());
    PgpKeys keys = PgpKeys.fromEnvironment(PgpSources.of(env, passphrase), new Problems());

    assertOpens(keys.unwrap(wrapped(keys, OURS.fingerprint())));
    assertThat(asked).isEmpty();
    assertOpens(keys.unwrap(wrapped(keys, locked.fingerprint())));
    assertOpens(keys.unwrap(wrapped(keys, locked.fingerprint())));
    assertThat(asked).containsExactly(TestPgpKey.fingerprint(locked.subkey(0)));
  }

  @Test
  void aKeyWhosePassphraseIsNotKnownStaysLocked() throws PGPException {
    TestPgpKey locked = TestPgpKey.locked();
    String message = wrapped(TestPgpKey.keys(locked), locked.fingerprint());
    PgpOpening refused = new PgpOpening.Refused(PgpOpening.Reason.LOCKED);
    assertThat(TestPgpKey.keys(locked).unwrap(message)).isEqualTo(refused);
    PgpPassphrase wrong = _ -> Optional.of(SecretBytes.ofUtf8("CANARY-wrong"));
    Map<String, String> env = Map.of(PgpSources.KEY, locked.armoredSecret());
    assertThat(PgpKeys.fromEnvironment(PgpSources.of(env, wrong), new Problems()).unwrap(message))
        .isEqualTo(refused);
  }

  @Test
  void theNewestSubkeyIsTakenUnlessOneIsNamedExactly() throws PGPException {
    TestPgpKey key = TestPgpKey.withTwoSubkeys();
    PgpKeys keys = TestPgpKey.keys(key);
    String older = TestPgpKey.fingerprint(key.subkey(0));
    assertThat(recipient(wrapped(keys, key.fingerprint()))).isEqualTo(key.subkey(1).getKeyID());
    assertThat(recipient(wrapped(keys, older))).isEqualTo(key.subkey(1).getKeyID());
    assertThat(recipient(wrapped(keys, older + "!"))).isEqualTo(key.subkey(0).getKeyID());
    assertRefused(key, key.fingerprint() + "!", PgpWrapping.Reason.NOT_FOR_ENCRYPTION);
  }

  private static long recipient(String armored) {
    return EncryptedMessage.parse(Armor.decode(armored)).sessions().getFirst().keyId();
  }

  @Test
  void keysThatExpiredOrWereRevokedOrOnlySignAreRefused() throws PGPException {
    TestPgpKey expired = TestPgpKey.withExpiredPrimaryKey();
    assertRefused(expired, expired.fingerprint(), PgpWrapping.Reason.EXPIRED);
    TestPgpKey subkey = TestPgpKey.withExpiredSubkey();
    assertRefused(subkey, subkey.fingerprint(), PgpWrapping.Reason.EXPIRED);
    TestPgpKey revoked = TestPgpKey.withLongToLive().revoked(false);
    assertRefused(revoked, revoked.fingerprint(), PgpWrapping.Reason.REVOKED);
    TestPgpKey half = TestPgpKey.withLongToLive().revoked(true);
    assertRefused(half, half.fingerprint(), PgpWrapping.Reason.REVOKED);
    TestPgpKey signing = TestPgpKey.withoutSubkey();
    assertRefused(signing, signing.fingerprint(), PgpWrapping.Reason.NOT_FOR_ENCRYPTION);

    TestPgpKey fit = TestPgpKey.withLongToLive();
    assertThat(recipient(wrapped(publicKeys(fit), fit.fingerprint())))
        .isEqualTo(fit.subkey(0).getKeyID());
  }

  @Test
  void aRevocationCountsWhicheverSourceKnowsIt() throws PGPException {
    TestPgpKey key = TestPgpKey.withLongToLive();
    String before = key.armoredPublic();
    String both = before + "\n" + key.revoked(false).armoredPublic();
    assertThat(
            TestPgpKey.keys(Map.of(PgpSources.KEY, both))
                .wrap(key.fingerprint(), TestPgpKey.dataKey()))
        .isEqualTo(new PgpWrapping.Refused(PgpWrapping.Reason.REVOKED));
  }

  @Test
  void aSubkeyThatThePrimaryKeyNeverSignedGetsNothing() throws PGPException {
    TestPgpKey key = TestPgpKey.withLongToLive();
    long own = key.subkey(0).getKeyID();
    key.withForeignSubkey(OTHER);
    String foreign = TestPgpKey.fingerprint(OTHER.subkey(0));
    assertThat(key.armoredPublic()).isNotEmpty();
    assertThat(recipient(wrapped(publicKeys(key), key.fingerprint()))).isEqualTo(own);
    assertRefused(key, foreign + "!", PgpWrapping.Reason.NOT_FOR_ENCRYPTION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "!",
        "--output=/tmp/x",
        "0123456789ABCDEF",
        "0123456789ABCDEF0123456789ABCDEF01234567!!",
        "0123456789ABCDEF0123456789ABCDEF01234567\n",
        "0123456789ABCDEF0123456789ABCDEF0123456G",
        "somebody@example.com",
      })
  @DisplayName("S5, X9: what the repository calls a fingerprint is one, or goes nowhere")
  void otherNamesOfKeysAreRefused(String name) {
    assertThat(TestPgpKey.keys(OURS).wrap(name, TestPgpKey.dataKey()))
        .isEqualTo(new PgpWrapping.Refused(PgpWrapping.Reason.BAD_FINGERPRINT));
  }

  @Test
  void anUnknownKeyIsNoKey() {
    assertThat(TestPgpKey.keys(OURS).wrap(OTHER.fingerprint(), TestPgpKey.dataKey()))
        .isEqualTo(new PgpWrapping.NoKey());
  }

  @Test
  void keysComeFromFilesAndFromTheFolderOfGnuPgAsWell() throws IOException {
    Path file = Files.writeString(folder.resolve("secret.asc"), OURS.armoredSecret());
    Path publicFile = Files.writeString(folder.resolve("public.asc"), OTHER.armoredPublic());
    Path home = Files.createDirectory(folder.resolve("home"));
    TestPgpKey old = TestPgpKey.of(TestPgpKey.Kind.RSA);
    Files.writeString(home.resolve("secring.gpg"), old.armoredSecret());
    PgpKeys keys =
        TestPgpKey.keys(
            Map.of(
                PgpSources.KEY_FILE,
                file.toString(),
                PgpSources.PUBLIC_KEY_FILE,
                publicFile.toString(),
                "GNUPGHOME",
                home.toString()));
    assertOpens(keys.unwrap(wrapped(keys, OURS.fingerprint())));
    assertOpens(keys.unwrap(wrapped(keys, old.fingerprint())));
    assertThat(keys.unwrap(wrapped(keys, OTHER.fingerprint()))).isEqualTo(new PgpOpening.NoMatch());
  }

  @Test
  @DisplayName("S2: what cannot be used earns a warning that holds nothing of it")
  void unusableSourcesEarnAWarningOnceAKeyIsNeededAndNotBefore() throws IOException {
    Path broken = folder.resolve("broken");
    Files.writeString(broken, "CANARY " + OURS.armoredSecret().replace("=", "A"));
    Problems problems = new Problems();
    PgpKeys keys =
        PgpKeys.fromEnvironment(
            PgpSources.of(
                Map.of(
                    PgpSources.KEY_FILE, broken.toString(),
                    PgpSources.PUBLIC_KEY_FILE, folder.resolve("absent").toString(),
                    PgpSources.KEY, "CANARY"),
                _ -> Optional.empty()),
            problems);
    assertThat(problems.all()).isEmpty();
    keys.wrap(OURS.fingerprint(), TestPgpKey.dataKey());
    assertThat(problems.all()).hasSize(3);
    assertThat(problems.all())
        .allSatisfy(problem -> {
          assertThat(problem.code()).isEqualTo(Code.BAD_IDENTITY);
          assertThat(problem.isError()).isFalse();
          assertThat(problem.toString()).doesNotContain("CANARY", folder.toString());
        });
  }

  @Test
  @DisplayName("S1: nothing prints a key")
  void nothingPrintsAKey() {
    PgpSources sources = PgpSources.of(Map.of(PgpSources.KEY, "CANARY"), _ -> Optional.empty());
    assertThat(sources.toString()).doesNotContain("CANARY");
    PgpKeys keys = TestPgpKey.keys(OURS);
    assertThat(keys.unwrap(wrapped(keys, OURS.fingerprint())).toString()).doesNotContain("CANARY");
  }
}
