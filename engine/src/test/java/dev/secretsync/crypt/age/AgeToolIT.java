package dev.secretsync.crypt.age;

import static dev.secretsync.crypt.age.AgeEncryptionTest.assertOpens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the real {@code age} encrypts, we open, and the other way round. */
@DisplayName("formats.md 2.1-2.4: age 1.3.1 and we read each other")
class AgeToolIT {
  private static final List<Integer> SIZES = List.of(0, 1, 65_535, 65_536, 65_537, 200_000);
  @TempDir private Path folder;
  private Tool age;

  @BeforeEach
  void findAge() {
    age = Tool.find("age");
  }

  static Stream<Arguments> kindsAndSizes() {
    return Stream.of(KeyKind.values())
        .flatMap(kind -> SIZES.stream().map(size -> Arguments.of(kind, size)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndSizes")
  void whatAgeEncryptsOpens(KeyKind kind, int size) throws IOException, InterruptedException {
    TestPair pair = kind.make(folder);
    byte[] plaintext = random(size);
    Files.write(folder.resolve("plain"), plaintext);

    age.run(folder, Map.of(), "-r", pair.recipient(), "-o", "binary", "plain");
    age.run(folder, Map.of(), "-a", "-r", pair.recipient(), "-o", "armored", "plain");

    byte[] file = Files.readAllBytes(folder.resolve("binary"));
    assertOpens(AgeFile.open(file, List.of(pair.identity())), plaintext);
    String armored = Files.readString(folder.resolve("armored"), StandardCharsets.US_ASCII);
    assertOpens(AgeFile.openArmored(armored, List.of(pair.identity())), plaintext);
    assertThat(Armor.encode(Armor.decode(armored))).isEqualTo(armored);
    assertThat(Header.parse(file).write())
        .isEqualTo(Arrays.copyOf(file, Header.parse(file).size()));
  }

  @ParameterizedTest
  @MethodSource("kindsAndSizes")
  void whatWeEncryptAgeOpens(KeyKind kind, int size) throws IOException, InterruptedException {
    TestPair pair = kind.make(folder);
    AgeRecipient recipient = AgeRecipient.parse(pair.recipient()).orElseThrow();
    byte[] plaintext = random(size);
    try (SecretBytes payload = SecretBytes.copyOf(plaintext)) {
      Files.write(folder.resolve("binary"), AgeFile.encrypt(payload, List.of(recipient)));
      Files.writeString(
          folder.resolve("armored"), AgeFile.encryptArmored(payload, List.of(recipient)));
    }
    for (String file : List.of("binary", "armored")) {
      assertThat(decrypt(pair, file)).isEqualTo(plaintext);
    }
  }

  @ParameterizedTest
  @EnumSource
  void identitiesAndRecipientsBelongTogether(KeyKind kind)
      throws IOException, InterruptedException {
    TestPair pair = kind.make(folder);
    AgeRecipient recipient = AgeRecipient.parse(pair.recipient()).orElseThrow();
    assertThat(pair.identity().publicHalf().map(AgeRecipient::text)).contains(recipient.text());
    assertThat(pair.recipient()).startsWith(recipient.text());
  }

  @Test
  void eachOfSeveralRecipientsOpensAFile() throws IOException, InterruptedException {
    List<TestPair> pairs =
        List.of(
            KeyKind.SSH_RSA.make(folder),
            KeyKind.X25519.make(folder),
            KeyKind.SSH_ED25519.make(folder),
            KeyKind.X25519.make(folder));
    byte[] plaintext = random(100);
    Files.write(folder.resolve("plain"), plaintext);
    Path list = folder.resolve("recipients");
    Files.write(list, pairs.stream().map(TestPair::recipient).toList());
    age.run(folder, Map.of(), "-R", list.toString(), "-o", "theirs", "plain");
    List<AgeRecipient> recipients =
        pairs.stream().map(p -> AgeRecipient.parse(p.recipient()).orElseThrow()).toList();
    try (SecretBytes payload = SecretBytes.copyOf(plaintext)) {
      Files.write(folder.resolve("ours"), AgeFile.encrypt(payload, recipients));
    }
    for (TestPair pair : pairs) {
      byte[] theirs = Files.readAllBytes(folder.resolve("theirs"));
      assertOpens(AgeFile.open(theirs, List.of(pair.identity())), plaintext);
      assertThat(decrypt(pair, "ours")).isEqualTo(plaintext);
    }
  }

  @Test
  @DisplayName("X11: what age does not mix, we do not mix")
  void ageMixesWhatWeMix() throws IOException, InterruptedException {
    Files.write(folder.resolve("plain"), random(10));
    List<TestPair> pairs = new ArrayList<>();
    for (KeyKind kind : KeyKind.values()) {
      pairs.add(kind.make(folder));
    }
    for (TestPair first : pairs) {
      for (TestPair second : pairs) {
        List<AgeRecipient> recipients =
            Stream.of(first, second)
                .map(pair -> AgeRecipient.parse(pair.recipient()).orElseThrow())
                .toList();
        String exit =
            Tool.find("sh")
                .run(
                    folder,
                    Map.of(),
                    "-c",
                    "age -r \"$1\" -r \"$2\" -o mixed plain 2>/dev/null; echo $?",
                    "sh",
                    first.recipient(),
                    second.recipient());
        assertThat(AgeRecipient.mayStandTogether(recipients))
            .as("%s with %s", first.recipient(), second.recipient())
            .isEqualTo(exit.equals("0\n"));
      }
    }
  }

  @Test
  @DisplayName("X10: passphrases, with the work factor that age writes")
  void passphrasesOpenOnBothSides() throws IOException, InterruptedException {
    byte[] plaintext = random(70_000);
    Files.write(folder.resolve("plain"), plaintext);
    Files.writeString(folder.resolve("answers"), "CANARY-passphrase\nCANARY-passphrase\n");
    Tool.find("script");
    // age asks a terminal only
    inTerminal("age -p -o theirs plain");
    try (SecretBytes passphrase = SecretBytes.ofUtf8("CANARY-passphrase");
        SecretBytes payload = SecretBytes.copyOf(plaintext)) {
      ScryptIdentity identity = ScryptIdentity.of(passphrase).orElseThrow();
      byte[] theirs = Files.readAllBytes(folder.resolve("theirs"));
      assertOpens(AgeFile.open(theirs, List.of(identity)), plaintext);

      AgeRecipient recipient = ScryptRecipient.of(passphrase).orElseThrow();
      Files.write(folder.resolve("ours"), AgeFile.encrypt(payload, List.of(recipient)));
      inTerminal("age -d -o plain-again ours");
      assertThat(Files.readAllBytes(folder.resolve("plain-again"))).isEqualTo(plaintext);
    }
  }

  private void inTerminal(String command) throws IOException, InterruptedException {
    String line = "script -qec '" + command + "' /dev/null < answers";
    Tool.find("sh").run(folder, Map.of("TERM", "dumb"), "-c", line);
  }

  private byte[] decrypt(TestPair pair, String file) throws IOException, InterruptedException {
    Path plain = folder.resolve(file + ".plain");
    age.run(folder, Map.of(), "-d", "-i", pair.file().toString(), "-o", plain.toString(), file);
    return Files.readAllBytes(plain);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
