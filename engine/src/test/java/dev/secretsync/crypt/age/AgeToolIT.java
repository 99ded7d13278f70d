package dev.secretsync.crypt.age;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real {@code age} encrypts, we open. */
class AgeToolIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @DisplayName("payloads around the size of a chunk, armored and not")
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 200_000})
  void whatAgeEncryptsOpens(int size) throws IOException, InterruptedException {
    Tool age = Tool.find("age");
    Tool keygen = Tool.find("age-keygen");
    Path key = folder.resolve("key.txt");
    keygen.run(folder, Map.of(), "-o", key.toString());
    String line = Files.readAllLines(key).getLast();
    X25519Identity identity = X25519Identity.parse(line).orElseThrow();
    byte[] plaintext = new byte[size];
    new Random(size).nextBytes(plaintext);
    Files.write(folder.resolve("plain"), plaintext);

    age.run(folder, Map.of(), "-r", identity.recipient(), "-o", "binary", "plain");
    age.run(folder, Map.of(), "-a", "-r", identity.recipient(), "-o", "armored", "plain");

    assertOpens(
        AgeFile.open(Files.readAllBytes(folder.resolve("binary")), List.of(identity)), plaintext);
    String armored = Files.readString(folder.resolve("armored"), StandardCharsets.US_ASCII);
    assertOpens(AgeFile.openArmored(armored, List.of(identity)), plaintext);
  }

  private static void assertOpens(AgeOpening opening, byte[] plaintext) {
    assertThat(opening).isInstanceOf(AgeOpening.Opened.class);
    String hex = ((AgeOpening.Opened) opening).payload().reveal(HexFormat.of()::formatHex);
    assertThat(hex).isEqualTo(HexFormat.of().formatHex(plaintext));
  }
}
