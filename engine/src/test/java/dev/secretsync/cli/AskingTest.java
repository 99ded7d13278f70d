package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code explain} and {@code list} answer about a fleet where one cluster owns Secrets and Git
 * declares another. Whole outputs stand in {@code test-fixtures/cli}.
 */
class AskingTest {
  private static final String VALUE =
      Base64.getEncoder().encodeToString("visibly-fake-value".getBytes(StandardCharsets.UTF_8));
  private static final String ARGOCD =
      """
      apiVersion: secretsync.dev/v1alpha1
      kind: ControlPlane
      metadata: {name: main}
      spec: {cluster: hub, argocd: {namespace: argocd}}
      ---
      apiVersion: secretsync.dev/v1alpha1
      kind: SecretSource
      metadata: {name: all-of-east}
      spec: {clusterSelector: region=east}
      """;

  private final Playground playground = Playground.embedded();

  @BeforeEach
  void declare() throws IOException {
    playground.withQuickstart();
    Files.writeString(playground.repository().resolve("argocd.yaml"), ARGOCD);
    playground.commit();
  }

  @AfterEach
  void end() {
    playground.close();
  }

  @DisplayName(
      "R13: what is nearly opted in is told the label, its value and the value it must have")
  @Tag("R13")
  @ParameterizedTest
  @ValueSource(strings = {"True", "TRUE", "1", "yes", "false"})
  void anyOtherValueThanTrueIsNotOptedIn(String value) {
    offer("c2", "creds", value);
    assertThat(explain("east/akuity/creds"))
        .startsWith("east/akuity/creds is not synced\n")
        .contains(
            "  ✗ R13     not opted in: label akuity.io/secret-sync is `"
                + value
                + "`, must be `true`\n")
        .doesNotContain("R1 ");
  }

  @DisplayName("R13: the last rule of a chain that fails is the one that decides")
  @Tag("R13")
  @Tag("R58")
  @Test
  void theChainEndsWithTheRuleThatDecides() throws IOException {
    offer("c2", "creds", "True");
    List<JsonNode> checks = new ArrayList<>();
    json("explain", "east/akuity/creds").path("checks").forEach(checks::add);
    assertThat(checks)
        .extracting(c -> c.path("rule").asText())
        .containsExactly("R58", "R14", "R13");
    assertThat(checks)
        .extracting(c -> c.path("passed").asBoolean())
        .containsExactly(true, true, false);
  }

  @DisplayName(
      "R66: the list holds what clusters own beside what Git declares, each with its owner")
  @Tag("R66")
  @Test
  void theListNamesTheOwnerOfEverySecret() throws IOException {
    offer("c2", "creds", "true");
    assertThat(run("apply", "--auto-approve").exit()).isZero();
    assertThat(secret("creds").path("owner"))
        .isEqualTo(Somebody.object().put("kind", "cluster").put("cluster", "east"));
    assertThat(secret("creds").path("source").asText()).isEqualTo("east/akuity/creds");
    assertThat(secret("creds").path("status").asText()).isEqualTo("Synced");
    assertThat(secret("registry").path("owner").path("kind").asText()).isEqualTo("git");
    assertThat(secret("registry").path("source").asText()).isEqualTo("secrets/registry.yaml:5");
  }

  @DisplayName("R68: the list shows the keys of a Secret and none of its values")
  @Tag("R68")
  @Test
  void keysAreShownAndValuesAreNot() throws IOException {
    offer("c2", "creds", "true");
    assertThat(run("apply", "--auto-approve").exit()).isZero();
    assertThat(secret("creds").path("keys"))
        .extracting(JsonNode::asText)
        .containsExactly("password");
    assertThat(secret("database").path("keys"))
        .extracting(JsonNode::asText)
        .containsExactly("password", "username");
    for (String command : List.of("list", "list --json", "explain hub/argocd/creds")) {
      assertThat(run(command.split(" ", -1)).out())
          .doesNotContain("visibly-fake")
          .doesNotContain(VALUE);
    }
  }

  @DisplayName(
      "R31, R38: a Secret that a cluster took over is listed as adopted, and released in the end")
  @Tag("R31")
  @Tag("R38")
  @Test
  void adoptedIsWhatWasThereBefore() throws IOException {
    playground
        .somebody("c1")
        .create(
            "argocd",
            "argocd",
            Somebody.secret("argocd-notifications-secret", "Opaque", Map.of("token", VALUE)));
    offer("c2", "argocd-notifications-secret", "true");
    assertThat(run("apply", "--auto-approve").exit()).isZero();
    assertThat(secret("argocd-notifications-secret").path("adopted").asBoolean()).isTrue();
    assertThat(secret("registry").path("adopted").asBoolean()).isFalse();

    ObjectNode patch = Somebody.object();
    patch.putObject("metadata").putObject("labels").putNull("akuity.io/secret-sync");
    playground
        .somebody("c2")
        .patch("akuity", "argocd-notifications-secret", "kubectl-label", patch);
    assertThat(explain("hub/argocd/argocd-notifications-secret"))
        .contains("will be released", "(R35)", "will not be destroyed");
  }

  @DisplayName("R62, R121: with one cluster down the rest is listed, and the exit code says so")
  @Tag("R62")
  @Tag("R121")
  @Test
  void aClusterThatIsDownMakesItsPlacesUnknown() throws IOException {
    assertThat(run("apply", "--auto-approve").exit()).isZero();
    playground.stop("c3");
    Playground.Ran ran = run("list", "--json");
    assertThat(ran.exit()).isEqualTo(7);
    assertThat(secret("registry").path("status").asText()).isEqualTo("PartiallySynced");
    assertThat(run("explain", "west/akuity/registry").exit()).isEqualTo(7);
  }

  @Test
  void theSameFleetIsListedInTheSameBytes() {
    offer("c2", "creds", "true");
    assertThat(run("list").out()).isEqualTo(run("list").out()).contains("creds");
  }

  @Test
  void neitherOfThemWrites() {
    offer("c2", "creds", "true");
    playground.forgetRequests();
    run("list");
    run("explain", "hub/argocd/creds");
    assertThat(
            Playground.CONTEXTS.stream()
                .flatMap(context -> playground.requests(context).stream())
                .filter(request -> !request.method().equals("GET")))
        .isEmpty();
  }

  private void offer(String context, String name, String optIn) {
    ObjectNode secret = Somebody.secret(name, "Opaque", Map.of("password", VALUE));
    ((ObjectNode) secret.path("metadata")).putObject("labels").put("akuity.io/secret-sync", optIn);
    playground.somebody(context).create("akuity", "kubectl-create", secret);
  }

  private String explain(String address) {
    return run("explain", address).out();
  }

  private JsonNode secret(String name) throws IOException {
    for (JsonNode secret : json("list").path("secrets")) {
      if (secret.path("name").asText().equals(name)) {
        return secret;
      }
    }
    throw new AssertionError("not listed: " + name);
  }

  private JsonNode json(String... command) throws IOException {
    String[] words = Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new);
    return new ObjectMapper().readTree(run(words).out());
  }

  private Playground.Ran run(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.add(words.getFirst().equals("explain") ? 2 : 1, playground.repository().toString());
    return playground.run(words.toArray(String[]::new));
  }
}
