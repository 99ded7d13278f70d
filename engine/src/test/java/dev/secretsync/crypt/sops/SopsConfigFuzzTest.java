package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.secretsync.crypt.age.TestRecipients;
import dev.secretsync.model.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("G4, G8: any bytes are a .sops.yaml or end in problems")
class SopsConfigFuzzTest {
  static Stream<byte[]> configs() {
    String age = TestRecipients.x25519(9);
    return Stream.of(
            "",
            "creation_rules: []",
            "creation_rules: [{path_regex: '^a(b|c){2,3}$', age: '" + age + ", " + age + "'}]",
            "creation_rules: [{path_regex: ((a{1000}){1000}){1000}}]",
            "creation_rules: [{key_groups: [{merge: [{age: ["
                + age
                + "]}]}], shamir_threshold: 2}]",
            "creation_rules: [{pgp: [0123456789ABCDEF0123456789ABCDEF01234567!]}]",
            "creation_rules: [{kms: arn:aws:kms:eu-west-1:1:key/a+arn:aws:iam::1:role/r}]",
            "creation_rules: [{gcp_kms: projects/p/locations/l/keyRings/r/cryptoKeys/k}]",
            "creation_rules: [{hckms: [a:b], azure_keyvault: https://v/keys/k/1}]",
            "creation_rules: [{hc_vault_transit_uri: http://v:8200/v1/transit/keys/k}]",
            "creation_rules: [{encrypted_regex: ^data$, mac_only_encrypted: true}]",
            "stores: {yaml: {indent: 2}, json: {indent: -1}}\ndestination_rules: [{}]")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("configs")
  @FuzzTest(maxDuration = "60s")
  void aConfigAnswersOrIsRefusedForAReason(byte[] bytes) {
    Problems problems = new Problems();
    Optional<SopsConfig> config =
        SopsConfig.parse("f", new String(bytes, StandardCharsets.UTF_8), problems);
    assertThat(config.isPresent()).isNotEqualTo(problems.hasErrors());
    config.ifPresent(sound -> {
      sound.ruleFor("prod/ab/secrets.yaml");
      sound.rules().forEach(rule -> rule.settings().selection().marksKey("password"));
    });
  }

  static Stream<byte[]> keys() {
    return Stream.of(
            "aage1,ssh-ed25519 AAAA,age1pq1q",
            "kms=arn:aws:kms:r:1:alias/a+arn:aws:iam::1:role/r",
            "vhttps://v/v1/a/b/keys/k",
            "zhttps://v/keys/k")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("keys")
  @FuzzTest(maxDuration = "60s")
  void aListOfKeysIsReadOrRefusedForAReason(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (String flag : EncryptionKeys.flags()) {
      Problems problems = new Problems();
      Map<String, String> flags = Map.of(flag, text, "encryption-context", text);
      EncryptionKeys.of(flags, Map.of(), problems)
          .ifPresent(keys -> assertThat(!keys.isEmpty() || problems.hasErrors()).isTrue());
    }
  }
}
