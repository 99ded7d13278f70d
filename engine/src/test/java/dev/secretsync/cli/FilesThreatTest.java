package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.secretsync.crypt.Tool;
import dev.secretsync.crypt.age.TestRecipients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody without a key can do to encrypted files, through the commands (security.md 4). */
class FilesThreatTest {
  private static final Pattern ENCRYPTED = Pattern.compile("ENC\\[AES256_GCM,.*?]");
  private static final Pattern NONCE = Pattern.compile(",iv:([^,]+),");
  private static final String YAML = "user: anna\npassword: CANARY\nlist: [one, two]\n";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final Map<String, String> env = new TreeMap<>();
  private Path file;

  @BeforeEach
  void begin() throws IOException {
    env.put("HOME", folder.toString());
    env.put("SOPS_AGE_KEY_FILE", TwoPrograms.key().toString());
    file = encrypted("e.yaml", YAML);
  }

  private Path encrypted(String name, String plain) throws IOException {
    Path target = folder.resolve(name);
    Files.writeString(folder.resolve("plain-" + name), plain);
    Tool.Ran ran =
        run(
            "encrypt",
            "--age",
            TwoPrograms.recipient(),
            "--output",
            target.toString(),
            folder.resolve("plain-" + name).toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    return target;
  }

  private Tool.Ran run(String... words) {
    Tool.Ran ran = TwoPrograms.run(env, "", words);
    assertThat(ran.err()).doesNotContain("secretsync itself failed").doesNotContain("CANARY");
    return ran;
  }

  private Tool.Ran set(Path target, String index, String value) {
    return run("set", target.toString(), index, value);
  }

  private int decrypt(String content) throws IOException {
    Files.writeString(file, content);
    Tool.Ran ran = run("decrypt", file.toString());
    assertThat(ran.out()).isEmpty();
    assertThat(set(file, "[\"user\"]", "\"x\"").exit()).isEqualTo(ran.exit());
    assertThat(Files.readString(file)).as("left as it was").isEqualTo(content);
    return ran.exit();
  }

  private static List<String> ciphertexts(String content) {
    return ENCRYPTED.matcher(content).results().map(MatchResult::group).toList();
  }

  private static String swapped(String content, String one, String other) {
    return content.replace(one, "\0").replace(other, one).replace("\0", other);
  }

  @Test
  @DisplayName("X1: without its MAC a file is opened by nobody who did not ask for that")
  void theMacCannotBeTakenAway() throws IOException {
    String good = Files.readString(file);
    Path other = encrypted("other.yaml", YAML);
    String foreign = ciphertexts(Files.readString(other)).getLast();
    String mac = ciphertexts(good).getLast();
    assertThat(decrypt(good.replace(mac, "\"\""))).isEqualTo(51);
    assertThat(decrypt(good.replaceFirst("(?m)^ *mac: .*\n", ""))).isEqualTo(51);
    assertThat(decrypt(good.replace(mac, foreign))).isEqualTo(51);
    assertThat(
            decrypt(good.replaceFirst("    version", "    mac_only_encrypted: true\n    version")))
        .isEqualTo(51);
  }

  @Test
  @DisplayName("X2: a value of a copied file, which has the same data key and place, does not pass")
  void valuesOfACopyAreNotTaken() throws IOException {
    String before = Files.readString(file);
    Path copy = folder.resolve("copy.yaml");
    Files.writeString(copy, before);
    assertThat(set(copy, "[\"password\"]", "\"other\"").exit()).isZero();
    String after = Files.readString(copy);
    assertThat(decrypt(after.replace(ciphertexts(after).get(1), ciphertexts(before).get(1))))
        .isEqualTo(51);
  }

  @Test
  @DisplayName("X2: values of two keys, elements of a list and documents cannot change places")
  void nothingChangesPlacesUnnoticed() throws IOException {
    String good = Files.readString(file);
    List<String> values = ciphertexts(good);
    assertThat(decrypt(swapped(good, values.get(0), values.get(1)))).isEqualTo(25);
    assertThat(decrypt(swapped(good, values.get(2), values.get(3)))).isEqualTo(51);
    String two = Files.readString(encrypted("two.yaml", "user: a\n---\nuser: b\n"));
    List<String> documents = ciphertexts(two);
    assertThat(decrypt(swapped(two, documents.get(0), documents.get(2)))).isEqualTo(51);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("X9: keys of cloud services are named, kept, and asked of nobody")
  @CsvSource(
      delimiter = '|',
      value = {
        "azure_kv|vault_url: http://HOST/, name: n, version: v|http://HOST/",
        "gcp_kms|resource_id: projects/p/locations/l/keyRings/r/cryptoKeys/k|cryptoKeys/k",
        "hc_vault|vault_address: http://HOST, engine_path: transit, key_name: k|http://HOST",
        "hckms|key_id: HOST:key|HOST:key",
        "kms|arn: arn:aws:kms:eu-west-1:1:key/k, role: r, aws_profile: p|arn:aws:kms:eu-west-1:1"
      })
  void cloudKeysOpenNoConnection(String kind, String fields, String named) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String host = "127.0.0.1:" + listener.getLocalPort();
      env.put("VAULT_TOKEN", "fake");
      env.put("SOPS_HC_VAULT_ALLOWLIST", "all");
      String key =
          "    %s:\n        - {%s, created_at: \"2026-01-01T00:00:00Z\", enc: AAAA}\n"
              .formatted(kind, fields.replace("HOST", host));
      String good = Files.readString(file);
      Files.writeString(file, good.replace("sops:\n", "sops:\n" + key));
      assertThat(run("decrypt", file.toString()).out()).contains("CANARY");
      assertThat(set(file, "[\"user\"]", "\"bert\"").exit()).isZero();
      assertThat(Files.readString(file)).contains(kind + ":").contains("enc: AAAA");
      assertThat(run("decrypt", file.toString()).out()).contains("bert");

      Files.writeString(file, good.replaceFirst("(?s)    age:.*?(?=    lastmodified)", key));
      Tool.Ran alone = run("decrypt", file.toString());
      assertThat(alone.exit()).isEqualTo(128);
      assertThat(alone.err()).contains(kind).contains(named.replace("HOST", host));
      assertThat(set(file, "[\"user\"]", "\"x\"").exit()).isEqualTo(128);
      listener.setSoTimeout(1);
      assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  @DisplayName("X9: a recipient age1evil1... of a command or a file starts no program")
  void pluginsOfFilesAreNotStarted() throws IOException {
    Path marker = folder.resolve("started");
    Path plugin = folder.resolve("age-plugin-evil");
    Files.writeString(plugin, "#!/bin/sh\n: > " + marker + "\n");
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
    env.put("PATH", folder.toString());
    String evil = TestRecipients.plugin("evil", 1);
    Tool.Ran encrypt = run("encrypt", "--age", evil, folder.resolve("plain-e.yaml").toString());
    assertThat(encrypt.exit()).isNotZero();
    assertThat(encrypt.out()).isEmpty();
    String good = Files.readString(file);
    assertThat(
            decrypt(
                good.replaceFirst("(?s)-----BEGIN.*?END AGE ENCRYPTED FILE-----", evil)
                    .replace(TwoPrograms.recipient(), evil)))
        .isNotZero();
    Files.writeString(file, good.replace(TwoPrograms.recipient(), evil));
    run("decrypt", file.toString());
    set(file, "[\"user\"]", "\"x\"");
    assertThat(marker).doesNotExist();
  }

  @Test
  @DisplayName("X10: a data key behind a passphrase of work factor 22 is refused at once")
  void costlyPassphrasesAreRefused() throws IOException {
    String header =
        "age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 22\n"
            + "A".repeat(43)
            + "\n--- "
            + "A".repeat(43)
            + "\n"
            + "x".repeat(64);
    String armor =
        "            "
            + Base64.getMimeEncoder(64, "\n            ".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(header.getBytes(StandardCharsets.US_ASCII));
    String bad =
        Files.readString(file)
            .replaceFirst(
                "(?s)(-----BEGIN AGE ENCRYPTED FILE-----\n).*?\n( *-----END)",
                "$1" + armor + "\n$2");
    assertThat(bad).isNotEqualTo(Files.readString(file));
    assertTimeout(SOON, () -> assertThat(decrypt(bad)).isIn(25, 128));
  }

  @Test
  @DisplayName("X11: classic and post-quantum recipients together are worth a warning")
  void mixedRecipientsAreWarnedOf() {
    String both = TwoPrograms.recipient() + "," + TestRecipients.hybrid(1);
    Tool.Ran ran = run("encrypt", "--age", both, folder.resolve("plain-e.yaml").toString());
    assertThat(ran.err()).contains("warning SSY309");
    assertThat(
            run(
                    "encrypt",
                    "--age",
                    TestRecipients.hybrid(1),
                    folder.resolve("plain-e.yaml").toString())
                .err())
        .isEmpty();
  }

  @Test
  @DisplayName("X12: over many edits no nonce is used for two values, and equal values differ")
  void nonceAndKeyAreNeverUsedForTwoValues() throws IOException {
    Path edited =
        encrypted("many.yaml", "# note\na: x\nb: x\nl: [x, x, x, 1, 1]\nm: {l: [x, [x, x]]}\n");
    Map<String, String> seen = new HashMap<>();
    Random random = new Random(12);
    List<String> places =
        List.of(
            "[\"a\"]", "[\"b\"]", "[\"l\"][0]", "[\"l\"][1]", "[\"l\"][9]", "[\"m\"][\"l\"][0]");
    List<String> values = List.of("\"x\"", "\"y\"", "1", "true", "{\"k\": \"x\"}");
    for (int edit = 0; edit < 120; edit++) {
      String place = places.get(random.nextInt(places.size()));
      Tool.Ran ran =
          random.nextInt(6) == 0
              ? run("unset", "--idempotent", edited.toString(), place)
              : set(edited, place, values.get(random.nextInt(values.size())));
      assertThat(ran.exit()).as(ran.err()).isIn(0, 1);
      Set<String> inThisFile = new HashSet<>();
      for (String one : ciphertexts(Files.readString(edited))) {
        String nonce = NONCE.matcher(one).results().findFirst().orElseThrow().group(1);
        assertThat(inThisFile.add(nonce)).as("a nonce twice in one file").isTrue();
        assertThat(seen.merge(nonce, one, (before, _) -> before)).isEqualTo(one);
      }
    }
    assertThat(seen).hasSizeGreaterThan(150);
  }

  /** Classes that well-known attacks on YAML parsers have created. */
  private static final List<String> GADGETS =
      List.of(
          "javax.script.ScriptEngineManager",
          "java.net.URLClassLoader",
          "com.sun.rowset.JdbcRowSetImpl",
          "org.springframework.beans.factory.config.PropertyPathFactoryBean",
          "java.lang.ProcessBuilder",
          "dev.secretsync.cli.FilesThreatTest$Gadget");

  private static final Set<String> MADE = new ConcurrentSkipListSet<>();

  /** Says when somebody loads it. */
  public static final class Gadget {
    static {
      MADE.add("loaded");
    }
  }

  @Test
  @DisplayName("G6: no text of a file makes a class be looked for, in no store and no command")
  void gadgetsAreTexts() throws IOException {
    Set<String> asked = new ConcurrentSkipListSet<>();
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    thread.setContextClassLoader(
        new ClassLoader(usual) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            asked.add(name);
            return super.loadClass(name, resolve);
          }
        });
    try {
      for (String gadget : GADGETS) {
        for (String text :
            List.of(
                "a: !!" + gadget + " [!!java.net.URLClassLoader [[]]]",
                "!!" + gadget + " {a: b}",
                "a: !<tag:yaml.org,2002:" + gadget + "> x",
                "%TAG ! tag:yaml.org,2002:\n---\na: !" + gadget + " x",
                "{\"@class\": \"" + gadget + "\", \"a\": [\"" + gadget + "\", {}]}",
                "a=!!" + gadget + " []",
                "[s]\na = !!" + gadget)) {
          for (String type : List.of("yaml", "json", "env", "ini", "bin")) {
            throughEveryCommand(text, type);
          }
        }
      }
    } finally {
      thread.setContextClassLoader(usual);
    }
    assertThat(asked).doesNotContainAnyElementsOf(GADGETS);
    assertThat(Gadget.class.getName()).isEqualTo(GADGETS.getLast());
    assertThat(MADE).isEmpty();
  }

  private void throughEveryCommand(String text, String type) throws IOException {
    Path target = folder.resolve("gadget." + type);
    Files.writeString(target, text);
    run("encrypt", "--age", TwoPrograms.recipient(), target.toString());
    run("decrypt", target.toString());
    run("filestatus", target.toString());
    set(target, "[\"a\"]", "\"!!java.net.URL [x]\"");
    Files.writeString(target, text + "\n" + Files.readString(file));
    run("decrypt", "--ignore-mac", target.toString());
  }

  @ParameterizedTest
  @DisplayName("G4: bombs end soon, in every command")
  @ValueSource(strings = {"yaml", "json"})
  void bombsAreRefused(String type) throws IOException {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    String deep = "[".repeat(100_000);
    for (String text :
        Arrays.asList(
            laughs.toString(),
            "a: 1\n---\n" + laughs,
            "a: 1\n---\nb: &b [*b]\n",
            "a: " + deep,
            "{\"a\":" + deep,
            "{\"sops\":" + deep)) {
      Path target = folder.resolve("bomb." + type);
      Files.writeString(target, text);
      assertTimeout(
          SOON,
          () -> {
            for (List<String> command :
                List.of(
                    List.of("encrypt", "--age", TwoPrograms.recipient(), target.toString()),
                    List.of("decrypt", target.toString()),
                    List.of("filestatus", target.toString()),
                    List.of("set", target.toString(), "[\"a\"]", "1"))) {
              assertThat(run(command.toArray(String[]::new)).exit()).as(text).isNotZero();
            }
          });
    }
    assertThat(set(file, "[\"a\"]", deep).exit()).isEqualTo(7);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("G5: a key, and the sops block, may stand once only")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x.yaml|a: 1\\na: 2\\n",
        "x.yaml|a: 1\\n---\\nb: 1\\nb: 2\\n",
        "x.yaml|sops: {}\\nsops: {}\\n",
        "x.json|{\"a\": 1, \"a\": 2}",
        "x.json|{\"sops\": {}, \"sops\": {}}",
        "x.env|a=1\\na=2\\n",
        "x.env|sops_mac=1\\nsops_mac=2\\n",
        "x.ini|[s]\\na = 1\\na = 2\\n",
        "x.ini|[sops]\\na = 1\\n[sops]\\na = 1\\n"
      })
  void nothingStandsTwice(String name, String text) throws IOException {
    Path target = folder.resolve(name);
    Files.writeString(target, text.replace("\\n", "\n"));
    assertThat(run("encrypt", "--age", TwoPrograms.recipient(), target.toString()).exit())
        .isEqualTo(2);
    assertThat(run("decrypt", target.toString()).exit()).isIn(1, 2);
    assertThat(run("filestatus", target.toString()).exit()).isNotZero();
  }

  @Test
  @DisplayName("G8: a regex of a file or a flag that makes others run for ever ends in time")
  void regexesEndInTime() throws IOException {
    String keys = ("a".repeat(200) + "!: x\n");
    List<String> rules = new ArrayList<>(List.of("(a+)+$", "(a|aa)+$", "(.*a){25}$"));
    Path longKeys = folder.resolve("long.yaml");
    Files.writeString(longKeys, keys);
    for (String rule : rules) {
      assertTimeout(
          SOON,
          () -> {
            Path out = folder.resolve("long-e.yaml");
            Files.deleteIfExists(out);
            Tool.Ran ran =
                run(
                    "encrypt",
                    "--age",
                    TwoPrograms.recipient(),
                    "--encrypted-regex",
                    rule,
                    "--output",
                    out.toString(),
                    longKeys.toString());
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(run("decrypt", out.toString()).exit()).isZero();
          });
    }
  }
}
