package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files for several keys, of which the run has some (formats.md 1.10, 1.16). */
class KeyGroupsInteropIT {
  private static final String YAML = "a: CANARY-a\nb:\n    - 1\n    - CANARY-b\n";

  @TempDir private Path folder;
  private TwoPrograms both;
  private String one;
  private String two;
  private String three;

  @BeforeEach
  void begin() throws IOException {
    both = new TwoPrograms(folder);
    both.write("a.yaml", YAML);
    one = identity("one.txt");
    two = identity("two.txt");
    three = identity("three.txt");
  }

  private String identity(String file) throws IOException {
    both.ours("keygen", "-o", "@" + file);
    return both.ours("keygen", "-y", "@" + file).strip();
  }

  private void have(String... files) throws IOException {
    StringBuilder keys = new StringBuilder();
    for (String file : files) {
      keys.append(both.read(file));
    }
    both.write("have.txt", keys.toString());
    both.env().put("SOPS_AGE_KEY_FILE", both.file("have.txt").toString());
  }

  @Test
  @DisplayName("test_decrypt_file_multiple_keys")
  void anyOneOfTheKeysOpensTheFile() throws Exception {
    both.theirs("encrypt", "--age", one + "," + two, "--output", "@their.yaml", "@a.yaml");
    both.ours("encrypt", "--age", one + "," + two, "--output", "@our.yaml", "@a.yaml");
    for (String key : new String[] {"one.txt", "two.txt"}) {
      have(key);
      for (String file : new String[] {"@their.yaml", "@our.yaml"}) {
        assertThat(both.theirs("decrypt", file)).isEqualTo(YAML);
        assertThat(both.ours("decrypt", file)).isEqualTo(YAML);
      }
    }
    have("three.txt");
    assertThat(both.sops("decrypt", "@our.yaml").exit()).isEqualTo(128);
    assertThat(both.secretsync("decrypt", "@their.yaml").exit()).isEqualTo(128);
  }

  @Test
  @DisplayName("roundtrip_shamir, roundtrip_shamir_missing_decryption_key: two of three groups")
  void anyTwoOfThreeGroupsOpenTheFile() throws Exception {
    groups("- age: [%s]\n- age: [%s]\n- age: [%s]\n".formatted(one, two, three), 2);
    both.theirs("encrypt", "--output", "@their.yaml", "@a.yaml");
    both.ours("encrypt", "--output", "@our.yaml", "@a.yaml");
    assertThat(both.read("our.yaml")).contains("shamir_threshold: 2");
    for (String file : new String[] {"@their.yaml", "@our.yaml"}) {
      openByTwoOfThree(file);
    }
  }

  private void openByTwoOfThree(String file) throws Exception {
    for (String[] keys :
        new String[][] {{"one.txt", "two.txt"}, {"three.txt", "one.txt"}, {"two.txt", "three.txt"}}) {
      have(keys);
      both.ours("set", file, "[\"last\"]", "\"" + keys[0] + "\"");
      assertThat(both.theirs("decrypt", file))
          .isEqualTo(both.ours("decrypt", file))
          .isEqualTo(YAML + "last: " + keys[0] + "\n");
    }
    have("two.txt");
    assertThat(both.sops("decrypt", file).exit()).isEqualTo(128);
    assertThat(both.secretsync("decrypt", file).exit()).isEqualTo(128);
    assertThat(both.secretsync("set", file, "[\"a\"]", "1").exit()).isEqualTo(128);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "test_no_keygroups|creation_rules: [{path_regex: yaml}]",
        "test_no_keygroups, no rule|creation_rules: []",
        "test_no_keygroups, no match|creation_rules: [{path_regex: json, age: AGE}]",
        "test_zero_keygroups|creation_rules: [{key_groups: []}]",
        "test_empty_keygroup|creation_rules: [{key_groups: [{}]}]",
        "test_empty_keygroup of two|creation_rules: [{key_groups: [{age: [AGE]}, {}]}]"
      })
  void nothingIsEncryptedForNobody(String scenario, String config) throws Exception {
    both.write(".sops.yaml", config.replace("AGE", one) + "\n");
    both.env().put("SOPS_CONFIG", both.file(".sops.yaml").toString());
    Tool.Ran ours = both.secretsync("encrypt", "@a.yaml");
    Tool.Ran theirs = both.sops("encrypt", "@a.yaml");
    assertThat(ours.exit()).as("%s: %s", scenario, ours.err()).isNotZero();
    assertThat(ours.out()).isEmpty();
    assertThat(ours.err()).doesNotContain("CANARY");
    if (!scenario.endsWith("of two")) { // sops leaves the share of the empty group out
      assertThat(theirs.exit()).as(theirs.err()).isNotZero();
    }
  }

  private void groups(String groups, int threshold) throws IOException {
    Path config = both.file(".sops.yaml");
    Files.writeString(
        config,
        "creation_rules:\n  - shamir_threshold: "
            + threshold
            + "\n    key_groups:\n"
            + groups.indent(6));
    both.env().put("SOPS_CONFIG", config.toString());
  }
}
