package dev.secretsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.crypt.ed25519.TestSigningKeys;
import dev.secretsync.fixtures.apiserver.Faults.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values that nobody can overlook stand in Git ({@code test-fixtures/canary}, encrypted by the real
 * sops) and in clusters; whatever runs and however it fails, they are in no output, file, log of
 * requests or mark.
 */
@DisplayName("S1 S2 S6 S8: no value leaves, whatever happens")
class CanaryTest {
  private static final Map<String, byte[]> VALUES = values();
  private static final Canaries CANARIES = new Canaries(VALUES);

  /** Every way of asking. */
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("validate"),
          List.of("validate", "--json"),
          List.of("plan"),
          List.of("plan", "--json"),
          List.of("plan", "--json-into", "OUT", "--detailed-exitcode"),
          List.of("plan", "--out", "PLAN", "--markdown", "OUT"),
          List.of("show", "PLAN"),
          List.of("show", "PLAN", "--json"),
          List.of("show", "PLAN", "--markdown"),
          List.of("show", "PLAN", "--json-into", "OUT"),
          List.of("plan", "--out", "PLAN", "--sign", "KEY", "--json"),
          List.of("show", "PLAN"),
          List.of("plan", "--worktree"),
          List.of("plan", "--offline", "--base", "HEAD~1"),
          List.of("plan", "--offline", "--base", "HEAD~1", "--json"),
          List.of("plan", "--offline", "--base", "HEAD", "--worktree", "--json-into", "OUT"),
          List.of("plan", "--offline", "--base", "HEAD~1", "--markdown", "OUT"),
          List.of("drift"),
          List.of("drift", "--json"),
          List.of("drift", "--json-into", "OUT"),
          List.of("list"),
          List.of("list", "--json"),
          List.of("list", "--json-into", "OUT"),
          List.of("rbac"),
          List.of("doctor"),
          List.of("doctor", "--json"),
          List.of("doctor", "--json-into", "OUT"),
          List.of("explain", "east/akuity/values"),
          List.of("explain", "east/akuity/values", "--json"),
          List.of("explain", "west/akuity/registry", "--json-into", "OUT"),
          List.of("apply", "--auto-approve", "--json-into", "OUT", "--result", "RECORD"),
          List.of("apply", "--auto-approve", "--json"),
          List.of("apply", "--auto-approve"));

  private final Playground playground = Playground.embedded();
  private final Instant start = Instant.now();
  private int runs;

  @BeforeEach
  void declare() throws IOException {
    playground.copy("test-fixtures/canary/repo", playground.repository());
    playground.init();
    playground.commit();
  }

  @AfterEach
  void end() {
    playground.close();
  }

  @Test
  void theSearchFindsEveryValueInEveryEncoding() {
    for (byte[] value : VALUES.values()) {
      Canaries.encodings(value)
          .forEach((encoding, text) ->
              assertThat(CANARIES.in(("xy" + text + "z").getBytes(ISO_8859_1)))
                  .as(encoding)
                  .isNotEmpty());
      for (int before = 0; before < 6; before++) {
        ByteArrayOutputStream embedded = new ByteArrayOutputStream();
        embedded.writeBytes("abcdef".substring(0, before).getBytes(UTF_8));
        embedded.writeBytes(value);
        embedded.writeBytes("gh".getBytes(UTF_8));
        assertThat(CANARIES.in(Base64.getEncoder().encode(embedded.toByteArray()))).isNotEmpty();
      }
    }
    assertThat(CANARIES.in("nothing of theirs: CANARY-7f3a")).isEmpty();
  }

  @Test
  void theValuesDoArriveAndOnlyInData() throws IOException {
    everyCommand();
    JsonNode live = playground.somebody("c2").secret("akuity", "values");
    assertThat(Base64.getDecoder().decode(live.path("data").path("plain").asText()))
        .isEqualTo(VALUES.get("plain"));
    assertThat(Base64.getDecoder().decode(live.path("data").path("binary").asText()))
        .isEqualTo(VALUES.get("binary"));
    assertThat(Base64.getDecoder().decode(live.path("data").path("special").asText()))
        .isEqualTo(VALUES.get("special"));
    assertThat(Base64.getDecoder().decode(live.path("data").path("lines").asText()))
        .isEqualTo(VALUES.get("lines"));
    for (String context : Playground.CONTEXTS) {
      for (JsonNode secret : playground.somebody(context).secrets().values()) {
        JsonNode marks = ((ObjectNode) secret).without("data");
        assertThat(CANARIES.in(marks.toString())).as("S8: marks on %s", context).isEmpty();
      }
    }
  }

  @Test
  void liveValuesAndLastAppliedConfigurationsStayWhereTheyAre() throws IOException {
    ObjectNode foreign = Somebody.secret("registry", "Opaque", Map.of("password", live()));
    ObjectNode annotations = ((ObjectNode) foreign.path("metadata")).putObject("annotations");
    annotations.put("kubectl.kubernetes.io/last-applied-configuration", foreign.toString());
    annotations.put("note", new String(VALUES.get("live"), UTF_8));
    playground.somebody("c3").create("akuity", "kubectl-client-side-apply", foreign);
    everyCommand();
    for (String context : List.of("c1", "c2")) {
      ObjectNode patch = Somebody.object();
      patch.putObject("data").put("plain", live()).put("theirs", live());
      patch
          .putObject("metadata")
          .putObject("annotations")
          .put("kubectl.kubernetes.io/last-applied-configuration", foreign.toString());
      playground.somebody(context).patch("akuity", "values", "kubectl-patch", patch);
    }
    assertThat(run("drift", "--detailed-exitcode").exit()).isEqualTo(2);
    everyCommand();
    commit("values-changed.yaml", "values.yaml");
    everyCommand();
    remove("values.yaml");
    everyCommand();
  }

  @ParameterizedTest
  @CsvSource({
    "broken-yaml.yaml,         values.yaml,  65, 65",
    "damaged.yaml,             values.yaml,  10, 10",
    "plain-secret.yaml,        plain.yaml,    0,  0",
    "value-in-clear.yaml,      values.yaml,  65, 65",
    "wrong-base64.yaml,        base64.yaml,  65, 65",
    "wrong-docker-config.yaml, docker.yaml,   0,  6",
    "wrong-mac.yaml,           values.yaml,  10, 10"
  })
  void brokenFilesAreNamedAndNotQuoted(String file, String as, int planExit, int applyExit)
      throws IOException {
    commit(file, as);
    Playground.Ran plan = run("plan");
    assertThat(plan.exit()).as(plan.err()).isEqualTo(planExit);
    if (planExit != 0) {
      assertThat(plan.err()).contains("secrets/" + as + ":");
    }
    assertThat(run("apply", "--auto-approve").exit()).isEqualTo(applyExit);
    everyCommand();
  }

  @Test
  void wrongAndBrokenKeysAreNotQuoted() throws IOException {
    playground.env().remove("SOPS_AGE_KEY_FILE");
    assertThat(run("plan").exit()).isEqualTo(10);
    everyCommand();
    playground.env().put("SOPS_AGE_KEY", "AGE-SECRET-KEY-1" + text("pasted"));
    everyCommand();
    playground.env().put("SOPS_AGE_KEY", text("pasted") + "\n" + text("live"));
    everyCommand();
    playground.env().remove("SOPS_AGE_KEY");
    Path keys = playground.folder().resolve("home").resolve("keys.txt");
    Files.writeString(keys, text("pasted"));
    playground.env().put("SOPS_AGE_KEY_FILE", keys.toString());
    everyCommand();
    Files.delete(keys);
  }

  @ParameterizedTest
  @CsvSource({
    "400, true",
    "401, true",
    "403, true",
    "404, true",
    "409, true",
    "413, false",
    "422, true",
    "422, false",
    "500, true",
    "503, false"
  })
  void answersThatRepeatWhatWasSentAreNotRepeated(int status, boolean json) throws IOException {
    try (EchoServer east = new EchoServer(status, json);
        EchoServer west = new EchoServer(status, json)) {
      String config = Files.readString(playground.kubeconfig());
      config = config.replace(playground.cluster("c2").url(), east.url());
      config = config.replace(playground.cluster("c3").url(), west.url());
      Files.writeString(playground.kubeconfig(), config);
      Playground.Ran ran = run("apply", "--auto-approve", "--timeout", "1s");
      assertThat(ran.exit()).as(ran.out() + ran.err()).isIn(6, 7, 8);
      assertThat(ran.out()).contains("applied   + hub/akuity/values");
      run("apply", "--auto-approve", "--timeout", "1s", "--json");
      run("apply", "--auto-approve", "--timeout", "1s", "--json-into", "OUT", "--result", "RECORD");
      assertThat(east.echoed()).isPositive();
    }
  }

  @Test
  void lostAnswersAndServerErrorsAreNotQuoted() throws IOException {
    for (Fault fault :
        List.of(new Fault.AnswerLost(), new Fault.ServerError(), new Fault.ConnectionDropped())) {
      for (String method : List.of("POST", "PATCH", "DELETE", "GET")) {
        playground.embedded("c2").faults().plan(fault, 2, r -> r.method().equals(method));
      }
      everyCommand();
      commit("values-changed.yaml", "values.yaml");
      everyCommand();
      remove("registry.yaml");
      everyCommand();
      playground.embedded("c2").faults().clear();
      playground.copy("test-fixtures/canary/repo", playground.repository());
      playground.commit();
    }
  }

  @Test
  void brokenKubeconfigsAreNotQuoted() throws IOException {
    String good = Files.readString(playground.kubeconfig());
    for (String bad :
        List.of(
            "token: [" + text("pasted"),
            good.replaceAll("token: .*", "token: {" + text("pasted") + ": 1}"),
            good.replaceAll("(certificate-authority-data): .*", "$1: " + text("pasted")),
            good.replaceAll("server: .*", "server: " + text("pasted")))) {
      Files.writeString(playground.kubeconfig(), bad);
      assertThat(run("plan").exit()).isIn(7, 65);
      run("apply", "--auto-approve");
      run("plan", "--json");
      run("drift", "--json");
    }
    Files.writeString(playground.kubeconfig(), good);
  }

  @Test
  void ourOwnFailureNamesItsPlaceAndNothingElse() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException(text("plain"), new IOException(text("lines")));
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    Playground.Ran ran = playground.runAsking(broken, "apply", playground.repository().toString());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("secretsync itself failed").contains(".java:");
    clean("apply on a broken terminal", ran);
  }

  private void everyCommand() throws IOException {
    for (List<String> command : COMMANDS) {
      run(command.toArray(String[]::new));
    }
    for (String context : Playground.CONTEXTS) {
      assertThat(CANARIES.in(playground.embedded(context).requests().toString()))
          .as("log of %s", context)
          .isEmpty();
    }
    filesAreClean();
  }

  private Playground.Ran run(String... command) throws IOException {
    List<String> arguments = new ArrayList<>(Arrays.asList(command));
    Path json = playground.folder().resolve("out-" + runs++ + ".json");
    arguments.replaceAll(word -> word.equals("OUT") ? json.toString() : word);
    Path record = playground.folder().resolve("record-" + runs + ".json");
    arguments.replaceAll(word -> word.equals("RECORD") ? record.toString() : word);
    arguments.replaceAll(
        word -> word.equals("PLAN") ? playground.folder().resolve("plan").toString() : word);
    if (arguments.contains("KEY")) {
      String key = TestSigningKeys.privateKey(playground.folder()).toString();
      arguments.replaceAll(word -> word.equals("KEY") ? key : word);
    }
    if (!command[0].equals("show")) {
      arguments.add(command[0].equals("explain") ? 2 : 1, playground.repository().toString());
    }
    Playground.Ran ran = playground.run(arguments.toArray(String[]::new));
    clean(String.join(" ", command), ran);
    assertThat(ran.exit()).as("%s: %s", arguments, ran.err()).isNotEqualTo(1);
    if (Files.exists(json)) {
      assertThat(CANARIES.in(Files.readAllBytes(json))).as("%s", json).isEmpty();
    }
    return ran;
  }

  private static void clean(String command, Playground.Ran ran) {
    assertThat(CANARIES.in(ran.out())).as("stdout of %s", command).isEmpty();
    assertThat(CANARIES.in(ran.err())).as("stderr of %s", command).isEmpty();
    assertThat(ran.out() + ran.err()).as(command).doesNotContain("CANARY").doesNotContain("7f3a-");
  }

  /** The repository with its .git, what was written beside it, and new temporary files. */
  private void filesAreClean() throws IOException {
    List<String> found =
        CANARIES.inFiles(playground.folder()).stream()
            // what people pasted in clear stands where they put it
            .filter(what -> !what.contains("pasted"))
            .filter(what -> !what.contains("keys.txt"))
            .toList();
    assertThat(found).isEmpty();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> files = Files.list(temporary)) {
      for (Path file : files.filter(Files::isRegularFile).filter(this::isNew).toList()) {
        assertThat(CANARIES.in(content(file))).as("%s", file).isEmpty();
      }
    }
  }

  private static byte[] content(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      return new byte[0]; // somebody else's, and gone by now
    }
  }

  private boolean isNew(Path file) {
    try {
      return Files.getLastModifiedTime(file).compareTo(FileTime.from(start)) >= 0
          && Files.isReadable(file);
    } catch (IOException _) {
      return false; // somebody else's, and gone by now
    }
  }

  private void commit(String broken, String as) throws IOException {
    playground.copy(
        "test-fixtures/canary/broken/" + broken, playground.repository().resolve("secrets/" + as));
    playground.commit();
  }

  private void remove(String file) throws IOException {
    Files.delete(playground.repository().resolve("secrets/" + file));
    playground.commit();
  }

  private static String live() {
    return Base64.getEncoder().encodeToString(VALUES.get("live"));
  }

  private static String text(String name) {
    return new String(VALUES.get(name), UTF_8);
  }

  /** The values of {@code test-fixtures/canary}, and some that stand in clusters. */
  static Map<String, byte[]> values() {
    ByteArrayOutputStream binary = new ByteArrayOutputStream();
    binary.writeBytes(new byte[] {0, (byte) 0xff});
    binary.writeBytes("CANARY-7f3a-binary-".getBytes(UTF_8));
    binary.writeBytes(new byte[] {(byte) 0xfe, (byte) 0x80, '\r', '\n'});
    binary.writeBytes("-end".getBytes(UTF_8));
    binary.write(0);
    Map<String, byte[]> values = new LinkedHashMap<>();
    values.put("plain", "CANARY-7f3a-plain-kestrel".getBytes(UTF_8));
    values.put("lines", "CANARY-7f3a-line-one-heron\nCANARY-7f3a-line-two-egret\n".getBytes(UTF_8));
    values.put("special", "CANARY-7f3a-\"quoted\"\\back/slash<&>'$é".getBytes(UTF_8));
    values.put("binary", binary.toByteArray());
    values.put("registry", "CANARY-7f3a-registry-osprey".getBytes(UTF_8));
    values.put("changed", "CANARY-7f3a-changed-merlin".getBytes(UTF_8));
    values.put("not-json", "CANARY-7f3a-not-json-puffin".getBytes(UTF_8));
    values.put("not-base64", "CANARY-7f3a-not-base64-curlew".getBytes(UTF_8));
    values.put("pasted", "CANARY-7f3a-pasted-plover".getBytes(UTF_8));
    values.put("live", "CANARY-7f3a-live-gannet".getBytes(UTF_8));
    return values;
  }
}
