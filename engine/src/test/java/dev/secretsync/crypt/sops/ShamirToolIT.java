package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.secretsync.crypt.Tool;
import dev.secretsync.crypt.age.AgeFile;
import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.crypt.age.AgeOpening;
import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.crypt.age.X25519Identity;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shares that the real {@code sops} makes give the data key of its file. */
@DisplayName("formats.md 1.10: the variant of real sops")
class ShamirToolIT {
  private static final String VALUE = "CANARY-shared-among-groups";

  @TempDir private Path folder;
  private final List<AgeIdentity> identities = new ArrayList<>();

  @Test
  void anyTwoOfThreeSharesOfSopsGiveTheKeyOfItsValues() throws IOException, InterruptedException {
    JsonNode file = encrypted(3, 2);
    List<SecretBytes> shares = shares(file);

    for (List<Integer> some : List.of(List.of(0, 1), List.of(2, 0), List.of(1, 2))) {
      assertThat(value(file, some.stream().map(shares::get).toList())).contains(VALUE);
    }
    assertThat(value(file, shares)).contains(VALUE);
  }

  @Test
  void fewerSharesThanTheThresholdGiveAKeyThatOpensNothing()
      throws IOException, InterruptedException {
    JsonNode file = encrypted(4, 3);
    List<SecretBytes> shares = shares(file);

    assertThat(value(file, shares.subList(1, 4))).contains(VALUE);
    assertThat(value(file, shares.subList(1, 3))).isEmpty();
  }

  private JsonNode encrypted(int groups, int threshold) throws IOException, InterruptedException {
    Tool keygen = Tool.find("age-keygen");
    StringBuilder config = new StringBuilder("creation_rules:\n  - shamir_threshold: ");
    config.append(threshold).append("\n    key_groups:\n");
    for (int i = 0; i < groups; i++) {
      Path key = folder.resolve("key" + i);
      keygen.run(folder, Map.of(), "-o", key.toString());
      AgeIdentity identity = AgeIdentity.parse(Files.readAllLines(key).getLast()).orElseThrow();
      identities.add(identity);
      String recipient = ((X25519Identity) identity).recipient();
      config.append("      - age: [").append(recipient).append("]\n");
    }
    Files.writeString(folder.resolve(".sops.yaml"), config);
    Files.writeString(folder.resolve("plain.json"), "{\"password\": \"" + VALUE + "\"}");
    Tool.find("sops")
        .run(folder, Map.of("HOME", "/nonexistent"), "encrypt", "--output", "e.json", "plain.json");
    return new ObjectMapper().readTree(folder.resolve("e.json").toFile());
  }

  private List<SecretBytes> shares(JsonNode file) {
    List<SecretBytes> shares = new ArrayList<>();
    for (JsonNode group : file.path("sops").path("key_groups")) {
      String armored = group.path("age").path(0).path("enc").asText();
      AgeOpening opening = AgeFile.openArmored(armored, identities);
      assertThat(opening).isInstanceOf(AgeOpening.Opened.class);
      shares.add(((AgeOpening.Opened) opening).payload());
    }
    assertThat(shares).hasSameSizeAs(identities);
    return shares;
  }

  private static Optional<String> value(JsonNode file, List<SecretBytes> shares) {
    Shamir.Combination combination = Shamir.combine(shares);
    assertThat(combination).isInstanceOf(Shamir.Combined.class);
    SecretBytes key = ((Shamir.Combined) combination).secret();
    assertThat(key.size()).isEqualTo(EncryptedValue.DATA_KEY_SIZE);
    try (KeyMemory memory = new KeyMemory()) {
      EncryptedValue value = EncryptedValue.parse(file.path("password").asText()).orElseThrow();
      return key.reveal(bytes -> value.decrypt(new ValueKey(bytes), "password:", memory))
          .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
