package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.secretsync.crypt.Tool;
import dev.secretsync.crypt.age.TestRecipients;
import dev.secretsync.document.Document;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real {@code sops} makes of a {@code .sops.yaml}, we make of it as well. */
@DisplayName("formats.md 1.13: .sops.yaml as sops reads it")
class SopsConfigToolIT {
  private static final int CONFIGS = 20;
  private static final Map<String, String> ENV = Map.of("HOME", "/nonexistent");
  private static final String AGE = TestRecipients.x25519(9);
  private static final List<String> PATHS =
      List.of("plain.yaml", "prod/db.yaml", "prod/deep/secrets.yaml", "dev/a b.yaml");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> generatedConfigsLeadToTheKeysThatSopsTakes() {
    return IntStream.range(0, CONFIGS)
        .mapToObj(seed -> dynamicTest("#" + seed, () -> compare(new Configs(seed).text())));
  }

  private void compare(String text) throws IOException, InterruptedException {
    Problems problems = new Problems();
    SopsConfig config = SopsConfig.parse(".sops.yaml", text, problems).orElseThrow();
    for (String path : PATHS) {
      Optional<SealSettings> theirs = sops(text, path);
      Optional<SealSettings> ours =
          switch (config.ruleFor(path)) {
            case SopsConfig.Answer.Rule(CreationRule rule) -> Optional.of(rule.settings());
            case SopsConfig.Answer.NoRuleMatches() -> Optional.empty();
            case SopsConfig.Answer.NoRules() -> Optional.empty();
          };
      assertThat(ours.filter(settings -> !settings.groups().isEmpty()).map(this::said))
          .as("%s with %s", path, text)
          .isEqualTo(theirs.map(this::said));
    }
  }

  /** A regex is equal to itself only, so it is compared by its text. */
  private List<Object> said(SealSettings settings) {
    return List.of(
        settings.groups(),
        Wrapping.threshold(settings),
        settings.selection().field(),
        settings.selection().pattern(),
        settings.macOnlyEncrypted());
  }

  /** How the file says that sops encrypted it; nothing where sops refuses. */
  private Optional<SealSettings> sops(String config, String path)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve(".sops.yaml"), config);
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "password: CANARY\n");
    Path output = folder.resolve("encrypted.yaml");
    Files.deleteIfExists(output);
    if (!Tool.find("sops").succeeds(folder, ENV, "encrypt", "--output", output.toString(), path)) {
      return Optional.empty();
    }
    Problems problems = new Problems();
    List<Document> documents = YamlReader.read("f", Files.readString(output), problems);
    SopsFile encrypted = SopsFile.parse("f", documents, problems).orElseThrow();
    assertThat(problems.hasErrors()).isFalse();
    return Optional.of(encrypted.settings());
  }

  static Stream<String> refused() {
    String rule = "creation_rules: [{age: " + AGE;
    return Stream.of(
        "creation_rules: 1",
        "creation_rules: []",
        "creation_rules: {}",
        "creation_rules: [1]",
        "[]",
        "creation_rules: [{}]",
        "creation_rules: [{age: age1x}]",
        "creation_rules: [{age: 5}]",
        "creation_rules: [{age: {}}]",
        "creation_rules: [{age: [[]]}]",
        "creation_rules: [{age: " + AGE + ", hckms: a:b}]",
        "creation_rules: [{hckms: [nocolon], age: " + AGE + "}]",
        "creation_rules: [{azure_keyvault: 'http://v/keys/k', age: " + AGE + "}]",
        "creation_rules: [{hc_vault_transit_uri: 'v/keys/k', age: " + AGE + "}]",
        "creation_rules: [{key_groups: [{}]}]",
        "creation_rules: [{key_groups: [{age: " + AGE + "}]}]",
        "creation_rules: [{key_groups: [{age: [x]}]}]",
        "creation_rules: [{key_groups: [{age: [" + AGE + "]}, {age: []}]}]",
        "creation_rules: [{shamir_threshold: 1, key_groups: [{age: [%s]}, {age: [%s]}]}]"
            .formatted(AGE, AGE),
        "creation_rules: [{shamir_threshold: 3, key_groups: [{age: [%s]}, {age: [%s]}]}]"
            .formatted(AGE, AGE),
        rule + ", path_regex: '('}]",
        rule + ", path_regex: '(?=a)'}]",
        rule + ", path_regex: '((a{1000}){1000}){1000}'}]",
        rule + ", path_regex: other}]",
        rule + ", encrypted_suffix: a, unencrypted_suffix: b}]",
        rule + ", encrypted_regex: a, encrypted_comment_regex: b}]",
        rule + ", encrypted_suffix: {}}]",
        rule + ", shamir_threshold: x}]",
        rule + ", mac_only_encrypted: maybe}]",
        rule + "}]\nstores: {yaml: {indent: x}}",
        rule + "}]\nstores: {yaml: {indent: -1}}",
        rule + "}]\ncreation_rules: []",
        rule);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatSopsRefusesWeRefuse(String config) throws IOException, InterruptedException {
    assertThat(sops(config, "plain.yaml")).isEmpty();
    Problems problems = new Problems();
    Optional<SopsConfig> ours = SopsConfig.parse(".sops.yaml", config, problems);
    boolean usable =
        ours.map(c -> c.ruleFor("plain.yaml")).orElse(new SopsConfig.Answer.NoRules())
                instanceof SopsConfig.Answer.Rule(CreationRule rule)
            && !rule.groups().isEmpty();
    assertThat(usable).isFalse();
  }

  static Stream<String> accepted() {
    String rule = "creation_rules: [{age: '" + AGE + "'";
    return Stream.of(
        rule + "}]",
        rule + ", path_regex: ''}]",
        rule + ", path_regex: ^plain\\.yaml$}]",
        rule + ", unknown: {a: 1}}]\nunknown: 1",
        rule + ", encrypted_suffix: '', unencrypted_suffix: b}]",
        rule + ", key_groups: []}]",
        rule + ", key_groups: null, pgp: null, kms: ''}]",
        rule + ", pgp: [], hckms: []}]",
        rule + ", shamir_threshold: 0, mac_only_encrypted: false}]",
        rule + "}]\nstores: {yaml: {indent: 2}, json: {indent: -1}, dotenv: {}}",
        rule + "}]\ndestination_rules: [{s3_bucket: b}]",
        rule + "}]\n---\n[]",
        "creation_rules: [{age: ' %s , %s, '}]".formatted(AGE, AGE),
        "creation_rules: [{age: [' %s ', '%s,%s']}]".formatted(AGE, AGE, AGE),
        "creation_rules:\n- age: >-\n    %s,\n    %s\n".formatted(AGE, AGE),
        "creation_rules: [{key_groups: [{age: ['%s,%s']}]}]".formatted(AGE, AGE));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void whatSopsAcceptsWeAccept(String config) throws IOException, InterruptedException {
    assertThat(sops(config, "plain.yaml")).isPresent();
    compare(config);
  }

  @ParameterizedTest
  @DisplayName("of these sops takes what is written, and we ask to write what is meant")
  @ValueSource(
      strings = {
        "unencrypted_suffix: 5",
        "mac_only_encrypted: yes",
        "shamir_threshold: 2.0",
        "shamir_threshold: 300",
        "path_regex: true"
      })
  void whereWeAreStricter(String field) throws IOException, InterruptedException {
    Tool sops = Tool.find("sops");
    String text = "creation_rules: [{age: " + AGE + ", " + field + "}]";
    Files.writeString(folder.resolve(".sops.yaml"), text);
    Files.writeString(folder.resolve("true.yaml"), "password: CANARY\n");
    assertThat(sops.succeeds(folder, ENV, "encrypt", "true.yaml")).isTrue();
    assertThat(SopsConfig.parse(".sops.yaml", text, new Problems())).isEmpty();
  }

  /** Random rules with keys for which sops needs no network. */
  private static final class Configs {
    private static final List<String> REGEXES =
        List.of(
            "",
            "prod",
            "^prod/",
            "^prod/[^/]+\\.yaml$",
            "secrets\\.yaml$",
            "(?i)PLAIN",
            "a b",
            "^/",
            "\\.json$",
            "d(ev|b)");
    private static final List<String> SETTINGS =
        List.of(
            "",
            "unencrypted_suffix: _x",
            "encrypted_suffix: word",
            "encrypted_regex: ^pass",
            "unencrypted_regex: '^pass'",
            "encrypted_comment_regex: secret",
            "unencrypted_comment_regex: plain",
            "mac_only_encrypted: true");

    private final Random random;

    Configs(int seed) {
      random = new Random(seed);
    }

    String text() {
      return "creation_rules:\n"
          + Stream.generate(this::rule)
              .limit(1 + random.nextInt(4))
              .map(rule -> "- " + rule.strip().replace("\n", "\n  ") + "\n")
              .collect(Collectors.joining());
    }

    private String rule() {
      String regex = "path_regex: '" + one(REGEXES) + "'\n" + one(SETTINGS) + "\n";
      return regex
          + switch (random.nextInt(5)) {
            case 0 -> "age: " + recipients(", ");
            case 1 -> "age: [" + recipients(", ") + "]";
            case 2 -> "key_groups: [" + group() + "]";
            case 3 ->
                "key_groups: [" + group() + ", " + group() + ", " + group() + "]" + threshold();
            default ->
                random.nextBoolean() ? "" : "age: " + AGE + "\nkey_groups: [" + group() + "]";
          };
    }

    private String threshold() {
      return random.nextBoolean() ? "\nshamir_threshold: 2" : "";
    }

    private String group() {
      String merged = random.nextBoolean() ? "" : ", merge: [{age: [" + recipients(", ") + "]}]";
      return "{age: [" + recipients(", ") + "]" + merged + "}";
    }

    private String recipients(String between) {
      return Stream.generate(this::recipient)
          .limit(1 + random.nextInt(3))
          .collect(Collectors.joining(between));
    }

    private String recipient() {
      return switch (random.nextInt(8)) {
        case 0 -> TestRecipients.sshEd25519();
        default -> TestRecipients.x25519(9 + random.nextInt(4));
      };
    }

    private String one(List<String> of) {
      return of.get(random.nextInt(of.size()));
    }
  }
}
