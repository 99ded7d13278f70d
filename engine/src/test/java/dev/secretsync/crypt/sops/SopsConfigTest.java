package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.age.TestRecipients;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("formats.md 1.13: .sops.yaml")
class SopsConfigTest {
  private static final String AGE_1 = TestRecipients.x25519(9);
  private static final String AGE_2 = TestRecipients.x25519(10);
  private static final String FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567";
  private static final String ARN = "arn:aws:kms:eu-west-1:111122223333:key/abcd-ef";
  private static final String ROLE = "arn:aws:iam::111122223333:role/r";
  private static final String GCP = "projects/p/locations/global/keyRings/r/cryptoKeys/k";
  private static final String HUAWEI = "eu-west-101:0000-1111";
  private static final String AZURE = "https://v.vault.azure.net/keys/name/0123";
  private static final String VAULT = "https://vault.example:8200/v1/transit/keys/one";

  private static SopsConfig sound(String text) {
    Problems problems = new Problems();
    Optional<SopsConfig> config = SopsConfig.parse(".sops.yaml", text, problems);
    assertThat(problems.all()).isEmpty();
    return config.orElseThrow();
  }

  private static CreationRule rule(String fields) {
    return sound(ruled(fields)).rules().getFirst();
  }

  private static String ruled(String fields) {
    return "creation_rules:\n  - " + fields.strip().replace("\n", "\n    ") + "\n";
  }

  private static List<String> problems(String text) {
    Problems problems = new Problems();
    Optional<SopsConfig> config = SopsConfig.parse(".sops.yaml", text, problems);
    assertThat(config.isPresent()).isNotEqualTo(problems.hasErrors());
    assertThat(problems.all().toString()).doesNotContain("CANARY");
    return problems.all().stream().map(SopsConfigTest::line).toList();
  }

  private static String line(Diagnostic problem) {
    SourceLocation at = problem.at().orElseThrow();
    return (problem.isError() ? "" : "warning ")
        + (problem.code() == Code.SOPS_CONFIG ? "" : problem.code() + " ")
        + at.line()
        + ":"
        + at.column()
        + " "
        + problem.summary();
  }

  private static List<String> texts(CreationRule rule) {
    assertThat(rule.groups()).hasSize(1);
    return texts(rule.groups().getFirst());
  }

  private static List<String> texts(List<MasterKey> group) {
    return group.stream().map(key -> key.kind().field() + " " + key.text()).toList();
  }

  @Test
  void flatListsMakeOneGroupInTheOrderOfSops() {
    String text =
        """
        hc_vault_transit_uri: %s
        azure_keyvault: %s
        hckms: [%s]
        gcp_kms: %s
        kms: %s+%s, %s
        aws_profile: deploy
        pgp: 0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567!
        age: %s,%s,
        """
            .formatted(VAULT, AZURE, HUAWEI, GCP, ARN, ROLE, ARN, AGE_1, AGE_2);
    assertThat(texts(rule(text)))
        .containsExactly(
            "age " + AGE_1,
            "age " + AGE_2,
            "pgp " + FINGERPRINT + "!",
            "kms " + ARN + "+" + ROLE + "||deploy",
            "kms " + ARN + "||deploy",
            "gcp_kms " + GCP,
            "hckms " + HUAWEI,
            "azure_kv " + AZURE,
            "hc_vault " + VAULT);
  }

  @Test
  void flatListsMayBeYamlLists() {
    String text =
        """
        age: [%s, "%s"]
        pgp: [%s]
        kms: [%s]
        gcp_kms: [%s]
        azure_keyvault: [https://v.vault.azure.net/keys/name]
        hc_vault_transit_uri: [http://vault:8200/v1/a/b/keys/one]
        """
            .formatted(AGE_1, AGE_2, FINGERPRINT, ARN, GCP);
    assertThat(texts(rule(text)))
        .containsExactly(
            "age " + AGE_1,
            "age " + AGE_2,
            "pgp " + FINGERPRINT,
            "kms " + ARN,
            "gcp_kms " + GCP,
            "azure_kv https://v.vault.azure.net/keys/name/",
            "hc_vault http://vault:8200/v1/a/b/keys/one");
  }

  @Test
  void aFlatListKeepsAKeyThatStandsTwice() {
    assertThat(texts(rule("age: %s,%s".formatted(AGE_1, AGE_1)))).hasSize(2);
  }

  @Test
  void allKindsOfAgeRecipientsAreKeys() {
    List<String> recipients =
        List.of(
            AGE_1,
            TestRecipients.plugin("yubikey", 1),
            TestRecipients.hybrid(1),
            TestRecipients.sshEd25519());
    assertThat(rule("age: [" + String.join(", ", recipients) + "]").groups().getFirst())
        .extracting(MasterKey::text)
        .isEqualTo(recipients);
  }

  @Test
  void groupsHoldEachKeyOnceBehindThoseOfTheMergedGroups() {
    String text =
        """
        shamir_threshold: 2
        key_groups:
        - merge:
          - pgp: [%2$s]
            merge:
            - age: [%1$s]
          - age: [%1$s]
          hc_vault: [%7$s]
          azure_keyvault: [{vaultUrl: "https://v.vault.azure.net", key: name, version: "0123"}]
          hckms: [{key_id: "%6$s"}]
          gcp_kms: [{resource_id: %5$s}]
          kms:
          - arn: %3$s
            role: %4$s
            context: {tenant: a, env: b}
            aws_profile: deploy
          - arn: %3$s
          - arn: %3$s
          age: [%1$s]
        - age: [%1$s]
        """
            .formatted(AGE_1, FINGERPRINT, ARN, ROLE, GCP, HUAWEI, VAULT);
    CreationRule rule = rule(text);
    assertThat(rule.shamirThreshold()).hasValue(2);
    assertThat(rule.groups()).hasSize(2);
    assertThat(texts(rule.groups().getFirst()))
        .containsExactly(
            "age " + AGE_1,
            "pgp " + FINGERPRINT,
            "kms " + ARN + "+" + ROLE + "|env:b,tenant:a|deploy",
            "kms " + ARN,
            "gcp_kms " + GCP,
            "hckms " + HUAWEI,
            "azure_kv " + AZURE,
            "hc_vault " + VAULT);
    assertThat(texts(rule.groups().get(1))).containsExactly("age " + AGE_1);
  }

  @Test
  void groupsHideTheKeysBesideThem() {
    String text = ruled("age: " + AGE_1 + "\nkey_groups: [{age: [" + AGE_2 + "]}]");
    assertThat(problems(text))
        .containsExactly("warning 2:5 the keys beside key_groups are ignored");
    assertThat(texts(SopsConfig.parse("f", text, new Problems()).orElseThrow().rules().getFirst()))
        .containsExactly("age " + AGE_2);
    assertThat(texts(rule("key_groups: []\nage: " + AGE_1))).containsExactly("age " + AGE_1);
  }

  @Test
  void aRuleSettlesHowToEncrypt() {
    assertThat(rule("age: " + AGE_1).settings())
        .isEqualTo(
            new SealSettings(
                List.of(List.of(new MasterKey.Age(AGE_1))), 0, Selection.Suffix.BY_DEFAULT, false));
    assertThat(
            rule("encrypted_suffix: x\nmac_only_encrypted: true\nshamir_threshold: 2").settings())
        .isEqualTo(new SealSettings(List.of(), 2, new Selection.Suffix("x", true), true));
  }

  @Test
  void aRuleMayNameNoKeys() {
    CreationRule rule = rule("path_regex: a");
    assertThat(rule.groups()).isEmpty();
    assertThat(rule.shamirThreshold()).isEmpty();
    assertThat(rule.selection()).isEmpty();
    assertThat(rule.macOnlyEncrypted()).isFalse();
    assertThat(rule.at()).isEqualTo(new SourceLocation(".sops.yaml", 2, 5));
  }

  @Test
  void eachOfTheSixFieldsSelects() {
    assertThat(rule("encrypted_suffix: _x").selection()).contains(new Selection.Suffix("_x", true));
    assertThat(rule("unencrypted_suffix: _x").selection())
        .contains(new Selection.Suffix("_x", false));
    assertThat(rule("encrypted_regex: ^data$").selection().orElseThrow())
        .isInstanceOf(Selection.KeyRegex.class)
        .satisfies(s -> assertThat(s.encryptsMarked()).isTrue())
        .satisfies(s -> assertThat(s.marksKey("data")).isTrue());
    assertThat(rule("unencrypted_regex: ^data$").selection().orElseThrow())
        .isInstanceOf(Selection.KeyRegex.class)
        .satisfies(s -> assertThat(s.encryptsMarked()).isFalse());
    assertThat(rule("encrypted_comment_regex: secret").selection().orElseThrow())
        .isInstanceOf(Selection.CommentRegex.class)
        .satisfies(s -> assertThat(s.marksComment("a secret")).isTrue());
    assertThat(rule("unencrypted_comment_regex: plain").selection().orElseThrow())
        .isInstanceOf(Selection.CommentRegex.class)
        .satisfies(s -> assertThat(s.encryptsMarked()).isFalse());
    assertThat(rule("encrypted_suffix: \"\"\nunencrypted_suffix: _x").selection())
        .contains(new Selection.Suffix("_x", false));
  }

  @Test
  void theOtherFieldsAreRead() {
    assertThat(rule("mac_only_encrypted: true").macOnlyEncrypted()).isTrue();
    assertThat(rule("mac_only_encrypted: false").macOnlyEncrypted()).isFalse();
    assertThat(rule("shamir_threshold: 0").shamirThreshold()).isEmpty();
    SopsConfig config =
        sound("stores: {yaml: {indent: 2}, json: {indent: 0}, json_binary: {indent: 3}, ini: {}}");
    assertThat(config.indent())
        .isEqualTo(new StoreIndent(OptionalInt.of(2), OptionalInt.of(0), OptionalInt.of(3)));
    SopsConfig plain = sound("stores: {yaml: {indent: 0}, json: {indent: -1}, json_binary: {}}");
    assertThat(plain.indent())
        .isEqualTo(new StoreIndent(OptionalInt.of(0), OptionalInt.of(-1), OptionalInt.empty()));
  }

  @Test
  void theFirstRuleThatMatchesIsTaken() {
    SopsConfig config =
        sound(
            """
            creation_rules:
            - path_regex: secrets/
              encrypted_suffix: a
            - path_regex: ^prod/.*\\.yaml$
              encrypted_suffix: b
            - path_regex: (?i)README
              encrypted_suffix: c
            """);
    assertThat(answer(config, "x/secrets/y.yaml")).isEqualTo("a");
    assertThat(answer(config, "prod/secrets/y.yaml")).isEqualTo("a");
    assertThat(answer(config, "prod/y.yaml")).isEqualTo("b");
    assertThat(answer(config, "a/readme.yaml")).isEqualTo("c");
    assertThat(answer(config, "not/prod/y.yaml")).isEqualTo("NoRuleMatches");
    assertThat(answer(config, "prod/y.yaml\n")).isEqualTo("NoRuleMatches");
  }

  private static String answer(SopsConfig config, String path) {
    return switch (config.ruleFor(path)) {
      case SopsConfig.Answer.Rule(CreationRule rule) ->
          ((Selection.Suffix) rule.selection().orElseThrow()).suffix();
      case SopsConfig.Answer.NoRuleMatches() -> "NoRuleMatches";
      case SopsConfig.Answer.NoRules() -> "NoRules";
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"{encrypted_suffix: any}", "{path_regex: '', encrypted_suffix: any}"})
  void aRuleWithoutRegexMatchesEverything(String rule) {
    assertThat(answer(sound("creation_rules: [" + rule + "]"), "any/where")).isEqualTo("any");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "# only a comment\n", "{}", "creation_rules:\n", "stores: {}", "other: [1]"})
  void aFileWithoutRulesIsAsNoFile(String text) {
    assertThat(sound(text).ruleFor("a")).isInstanceOf(SopsConfig.Answer.NoRules.class);
  }

  @Test
  void anEmptyListOfRulesMatchesNothing() {
    assertThat(sound("creation_rules: []").ruleFor("a"))
        .isInstanceOf(SopsConfig.Answer.NoRuleMatches.class);
  }

  static Stream<Arguments> mistakes() {
    String notText = "2:10 not a text";
    String noAge = "2:10 no age recipient";
    return Stream.of(
        Arguments.of("[]", List.of("1:1 not a mapping")),
        Arguments.of("CANARY", List.of("1:1 not a mapping")),
        Arguments.of("creation_rules: {a: 1}", List.of("1:17 not a list")),
        Arguments.of(
            "creation_rules: [CANARY, null]", List.of("1:18 not a mapping", "1:26 not a mapping")),
        Arguments.of(
            "a: 1\na: 2", List.of("DUPLICATE_KEY 2:1 this key occurs twice in the same mapping")),
        Arguments.of(
            ruled("path_regex: '(CANARY'"),
            List.of("2:17 path_regex is no RE2 regex of at most 512 characters")),
        Arguments.of(
            ruled("path_regex: " + "a".repeat(513)),
            List.of("2:17 path_regex is no RE2 regex of at most 512 characters")),
        Arguments.of(
            ruled("path_regex: ((a{1000}){1000}){1000}"),
            List.of("2:17 path_regex is no RE2 regex of at most 512 characters")),
        Arguments.of(ruled("path_regex: 5"), List.of("2:17 not a text")),
        Arguments.of(ruled("age: age1CANARY"), List.of(noAge)),
        Arguments.of(
            ruled("age: [" + AGE_1 + ", age1x]\npgp: abc"),
            List.of("2:75 no age recipient", "3:10 no OpenPGP fingerprint")),
        Arguments.of(ruled("age: 5"), List.of(notText)),
        Arguments.of(ruled("age: [5, {}]"), List.of("2:11 not a text", "2:14 not a text")),
        Arguments.of(ruled("age: {a: b}"), List.of("2:10 not a list")),
        Arguments.of(ruled("pgp: 0123456789012345678901234567890123456789"), List.of(notText)),
        Arguments.of(ruled("pgp: 0123456789ABCDEF"), List.of("2:10 no OpenPGP fingerprint")),
        Arguments.of(ruled("kms: arn:aws:s3:::bucket"), List.of("2:10 no ARN of an AWS KMS key")),
        Arguments.of(
            ruled("kms: " + ARN + "+arn:CANARY"), List.of("2:10 no ARN of an AWS KMS key")),
        Arguments.of(
            ruled("gcp_kms: projects/p/keys/k"),
            List.of("2:14 no resource id of a Google Cloud KMS key")),
        Arguments.of(ruled("hckms: " + HUAWEI), List.of("2:12 not a list")),
        Arguments.of(
            ruled("hckms: [no-colon]"), List.of("2:13 no region and id of a Huawei Cloud KMS key")),
        Arguments.of(
            ruled("azure_keyvault: http://v/keys/k"),
            List.of("2:21 no URL of an Azure Key Vault key")),
        Arguments.of(
            ruled("hc_vault_transit_uri: vault:8200/v1/transit/keys/k"),
            List.of("2:27 no URL of a Vault transit key")),
        Arguments.of(
            ruled("hc_vault_transit_uri: https://me:CANARY@v/v1/transit/keys/k"),
            List.of("2:27 no URL of a Vault transit key")),
        Arguments.of(
            ruled("hc_vault_transit_uri: https://v/v1/../keys/k"),
            List.of("2:27 no URL of a Vault transit key")),
        Arguments.of(
            ruled("hc_vault_transit_uri: https://v/v1/transit/keys/k?x=1"),
            List.of("2:27 no URL of a Vault transit key")),
        Arguments.of(ruled("key_groups: [{}]"), List.of("2:18 a key group without keys")),
        Arguments.of(ruled("key_groups: [age]"), List.of("2:18 not a mapping")),
        Arguments.of(ruled("key_groups:\n- age: " + AGE_1), List.of("3:12 not a list")),
        Arguments.of(
            ruled("key_groups:\n- kms: [{role: r}, {arn: " + ARN + ", context: {a: 1}}]"),
            List.of("3:13 no ARN of an AWS KMS key", "3:91 not a text")),
        Arguments.of(
            ruled("key_groups:\n- gcp_kms: [{resource_id: x}]\n  azure_keyvault: [{key: k}]"),
            List.of(
                "3:31 no resource id of a Google Cloud KMS key",
                "4:24 no URL of an Azure Key Vault key")),
        Arguments.of(
            ruled("shamir_threshold: CANARY"), List.of("2:23 not a whole number from 0 to 255")),
        Arguments.of(
            ruled("shamir_threshold: -1"), List.of("2:23 not a whole number from 0 to 255")),
        Arguments.of(
            ruled(
                "shamir_threshold: 1\nkey_groups: [{age: ["
                    + AGE_1
                    + "]}, {age: ["
                    + AGE_2
                    + "]}]"),
            List.of("2:23 a shamir_threshold that does not fit 2 key groups")),
        Arguments.of(
            ruled(
                "shamir_threshold: 3\nkey_groups: [{age: ["
                    + AGE_1
                    + "]}, {age: ["
                    + AGE_2
                    + "]}]"),
            List.of("2:23 a shamir_threshold that does not fit 2 key groups")),
        Arguments.of(
            ruled("encrypted_suffix: a\nunencrypted_regex: b"),
            List.of("3:24 more than one field says which values are encrypted")),
        Arguments.of(
            ruled("encrypted_regex: '(?=CANARY)'"),
            List.of("2:22 encrypted_regex is no RE2 regex of at most 512 characters")),
        Arguments.of(
            ruled("unencrypted_comment_regex: " + "a".repeat(513)),
            List.of("2:32 unencrypted_comment_regex is no RE2 regex of at most 512 characters")),
        Arguments.of(ruled("encrypted_suffix: true"), List.of("2:23 not a text")),
        Arguments.of(ruled("mac_only_encrypted: yes"), List.of("2:25 neither true nor false")),
        Arguments.of(
            "stores: {yaml: {indent: -1}, json: {indent: -2}, json_binary: {indent: x}}",
            List.of(
                "1:25 not a whole number from 0 to 64",
                "1:45 not a whole number from -1 to 64",
                "1:72 not a whole number from -1 to 64")),
        Arguments.of(
            "creation_rules: []\n---\n{}",
            List.of("warning 3:1 a second document, which is ignored")),
        Arguments.of(
            "destination_rules: [{s3_bucket: b}]",
            List.of("warning 1:20 destination_rules are ignored")),
        Arguments.of(
            "creation_rule: []", List.of("warning 1:1 an unknown field, which is ignored")),
        Arguments.of(
            ruled("encrypted_regx: a"), List.of("warning 2:5 an unknown field, which is ignored")),
        Arguments.of(
            ruled("hc_vault: [a]"), List.of("warning 2:5 a field that is not read at this place")),
        Arguments.of(
            "age: " + AGE_1, List.of("warning 1:1 a field that is not read at this place")));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void eachMistakeIsNamedWithItsPlaceAndWithoutItsText(String text, List<String> expected) {
    assertThat(problems(text)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void allMistakesOfAFileAreNamed() {
    assertThat(
            problems(
                ruled("age: x\npgp: x\nkms: x") + "  - path_regex: (\n    azure_keyvault: x\n"))
        .hasSize(5);
  }

  @Test
  @DisplayName("G8: a file full of the largest regexes is refused, and the rest searched in time")
  void theRegexesOfAFileAreBoundedTogether() {
    String largest = "creation_rules:\n" + "- path_regex: (?:a?){999}b\n".repeat(200);
    assertThat(problems(largest)).containsExactly("2:1 the path_regex of all rules are too large");
    SopsConfig most = sound("creation_rules:\n" + "- path_regex: (?:a?){999}b\n".repeat(40));
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThat(most.ruleFor("a".repeat(4_000)))
                .isInstanceOf(SopsConfig.Answer.NoRuleMatches.class));
  }

  @Test
  void rulesAndKeysAreLimited() {
    assertThat(sound("creation_rules:\n" + "- path_regex: a\n".repeat(1_000)).rules())
        .hasSize(1_000);
    assertThat(problems("creation_rules:\n" + "- path_regex: a\n".repeat(1_001)))
        .containsExactly("2:1 more than 1000 rules");
    String keys = IntStream.range(0, 257).mapToObj(_ -> AGE_1).collect(Collectors.joining(","));
    assertThat(problems(ruled("age: " + keys)))
        .containsExactly("2:5 more than 256 keys of one kind");
    assertThat(problems(ruled("key_groups: [" + ("{age: [" + AGE_1 + "]},").repeat(256) + "]")))
        .containsExactly("2:17 more than 255 key groups");
  }

  @Test
  @DisplayName("X9: addresses that a config names are read and not asked")
  void addressesAreOnlyData() {
    assertThat(
            texts(
                rule(
                    """
                    azure_keyvault: https://169.254.169.254/keys/k
                    hc_vault_transit_uri: http://127.0.0.1:1/v1/transit/keys/k
                    """)))
        .containsExactly(
            "azure_kv https://169.254.169.254/keys/k/",
            "hc_vault http://127.0.0.1:1/v1/transit/keys/k");
  }

  @Test
  @DisplayName("G4: aliases cannot make many keys of few")
  void aliasesAreLimited() {
    StringBuilder text = new StringBuilder("a0: &a0 {age: [" + AGE_1 + "]}\n");
    for (int i = 1; i < 30; i++) {
      text.append("a%d: &a%d {merge: [*a%d, *a%d]}\n".formatted(i, i, i - 1, i - 1));
    }
    text.append("creation_rules: [{key_groups: [*a29]}]\n");
    assertThat(problems(text.toString())).singleElement().asString().startsWith("YAML_LIMIT");
  }
}
