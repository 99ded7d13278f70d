package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.age.TestRecipients;
import dev.secretsync.model.Code;
import dev.secretsync.model.Problems;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("formats.md 1.13: keys of flags and variables")
class EncryptionKeysTest {
  private static final String AGE = TestRecipients.x25519(9);
  private static final String OTHER_AGE = TestRecipients.x25519(10);
  private static final String FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567";
  private static final String ARN = "arn:aws:kms:eu-west-1:111122223333:alias/a";

  private static List<String> texts(List<MasterKey> keys) {
    return keys.stream().map(key -> key.kind().field() + " " + key.text()).toList();
  }

  @Test
  void eachVariableNamesKeysInTheOrderOfSops() {
    Problems problems = new Problems();
    Map<String, String> env =
        Map.of(
            "SOPS_AGE_RECIPIENTS",
            AGE + ", " + OTHER_AGE,
            "SOPS_PGP_FP",
            FINGERPRINT,
            "SOPS_KMS_ARN",
            ARN,
            "SOPS_GCP_KMS_IDS",
            "projects/p/locations/l/keyRings/r/cryptoKeys/k",
            "SOPS_HUAWEICLOUD_KMS_IDS",
            "region:uuid",
            "SOPS_AZURE_KEYVAULT_URLS",
            "https://v/keys/k/1",
            "SOPS_VAULT_URIS",
            "https://vault:8200/v1/transit/keys/k");
    assertThat(EncryptionKeys.of(Map.of(), env, problems).map(EncryptionKeysTest::texts))
        .contains(
            List.of(
                "kms " + ARN,
                "gcp_kms projects/p/locations/l/keyRings/r/cryptoKeys/k",
                "hckms region:uuid",
                "azure_kv https://v/keys/k/1",
                "pgp " + FINGERPRINT,
                "hc_vault https://vault:8200/v1/transit/keys/k",
                "age " + AGE,
                "age " + OTHER_AGE));
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void aFlagHidesItsVariableAndNoOther() {
    Map<String, String> env = Map.of("SOPS_AGE_RECIPIENTS", OTHER_AGE, "SOPS_PGP_FP", FINGERPRINT);
    assertThat(EncryptionKeys.of(Map.of("age", AGE), env, new Problems()))
        .map(EncryptionKeysTest::texts)
        .contains(List.of("pgp " + FINGERPRINT, "age " + AGE));
  }

  @Test
  void eachFlagIsKnown() {
    for (String flag : EncryptionKeys.flags()) {
      Problems problems = new Problems();
      assertThat(EncryptionKeys.of(Map.of(flag, "CANARY"), Map.of(), problems)).contains(List.of());
      assertThat(problems.all())
          .singleElement()
          .satisfies(one -> assertThat(one.code()).isEqualTo(Code.BAD_ENCRYPTION_KEY))
          .satisfies(one -> assertThat(one.subject()).isEqualTo("--" + flag))
          .satisfies(one -> assertThat(one.toString()).doesNotContain("CANARY"));
    }
  }

  @Test
  void withoutAnyTheConfigStands() {
    Map<String, String> env = Map.of("SOPS_AGE_RECIPIENTS", "", "OTHER", AGE);
    assertThat(EncryptionKeys.of(Map.of("pgp", ""), env, new Problems())).isEmpty();
  }

  @Test
  void aListOfNothingIsAMistakeAndDoesNotFallBackToTheConfig() {
    Problems problems = new Problems();
    assertThat(EncryptionKeys.of(Map.of("age", " , "), Map.of(), problems)).contains(List.of());
    assertThat(problems.hasErrors()).isTrue();
  }

  @Test
  void awsKeysTakeProfileAndContext() {
    Map<String, String> flags =
        Map.of("kms", ARN, "aws-profile", "deploy", "encryption-context", "b:2,a:1");
    assertThat(EncryptionKeys.of(flags, Map.of(), new Problems()))
        .map(EncryptionKeysTest::texts)
        .contains(List.of("kms " + ARN + "|a:1,b:2|deploy"));
  }

  @Test
  void aContextThatIsNoListOfPairsIsRefused() {
    for (String context : List.of("CANARY", "a:b:c", "a:1,")) {
      Problems problems = new Problems();
      EncryptionKeys.of(Map.of("kms", ARN, "encryption-context", context), Map.of(), problems);
      assertThat(problems.all())
          .singleElement()
          .satisfies(one -> assertThat(one.subject()).isEqualTo("--encryption-context"))
          .satisfies(one -> assertThat(one.toString()).doesNotContain("CANARY"));
    }
  }

  @Test
  void keysToAddAndToRemoveHaveNoVariables() {
    Map<String, String> flags = Map.of("add-age", AGE, "rm-pgp", FINGERPRINT, "age", OTHER_AGE);
    assertThat(texts(EncryptionKeys.of("add-", flags, new Problems())))
        .containsExactly("age " + AGE);
    assertThat(texts(EncryptionKeys.of("rm-", flags, new Problems())))
        .containsExactly("pgp " + FINGERPRINT);
  }

  @Test
  void theWrongKeyOfAListIsCounted() {
    Problems problems = new Problems();
    EncryptionKeys.of(Map.of("age", AGE + ",age1x," + OTHER_AGE), Map.of(), problems);
    assertThat(problems.all())
        .singleElement()
        .extracting(one -> one.summary())
        .isEqualTo("key 2 of the list is no age recipient");
  }
}
