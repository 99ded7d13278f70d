package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    both.theirs("encrypt", "--output", "@e.yaml", "@a.yaml");
    for (String[] keys :
        new String[][] {{"one.txt", "two.txt"}, {"three.txt", "one.txt"}, {"two.txt", "three.txt"}}) {
      have(keys);
      both.ours("set", "@e.yaml", "[\"last\"]", "\"" + keys[0] + "\"");
      assertThat(both.theirs("decrypt", "@e.yaml"))
          .isEqualTo(both.ours("decrypt", "@e.yaml"))
          .isEqualTo(YAML + "last: " + keys[0] + "\n");
    }
    have("two.txt");
    assertThat(both.sops("decrypt", "@e.yaml").exit()).isEqualTo(128);
    assertThat(both.secretsync("decrypt", "@e.yaml").exit()).isEqualTo(128);
    assertThat(both.secretsync("set", "@e.yaml", "[\"a\"]", "1").exit()).isEqualTo(128);
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
