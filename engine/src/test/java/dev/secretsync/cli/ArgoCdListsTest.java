package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.fixtures.apiserver.LoggedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A plan makes one paged LIST per cluster and namespace, whatever there is to be collected. */
class ArgoCdListsTest {
  private static final int SECRETS = 1_000;
  private static final int PAGE = 500;
  private static final int SOURCES = 20;

  @Test
  @Tag("R7")
  void aThousandSecretsAndTwentySourcesTakeOneListPerNamespace() throws IOException {
    try (Playground playground = Playground.embedded()) {
      playground.copy("examples/argocd/repository", playground.repository());
      playground.init();
      playground.commit();
      playground.somebody("c2").createAll("akuity", secrets());
      assertThat(plan(playground)).contains("Plan: 1001 to add, 0 to change, 0 to destroy.");
      assertLists(playground);

      for (int i = 1; i < SOURCES; i++) {
        Files.writeString(
            playground.repository().resolve("sources/more-" + i + ".yaml"),
            """
            apiVersion: secretsync.dev/v1alpha1
            kind: SecretSource
            metadata: {name: more-%d}
            spec: {clusterSelector: region in (east), secretSelector: team!=none-%d}
            """
                .formatted(i, i));
      }
      playground.commit();
      playground.forgetRequests();
      assertThat(plan(playground)).contains("Plan: 1001 to add, 0 to change, 0 to destroy.");
      assertLists(playground);
    }
  }

  private static String plan(Playground playground) {
    Playground.Ran ran = playground.run("plan", playground.repository().toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    return ran.out();
  }

  /** East has two full pages, and neither is asked for twice. */
  private static void assertLists(Playground playground) {
    assertThat(lists(playground, "c1"))
        .containsExactlyInAnyOrder(
            "/api/v1/namespaces/akuity/secrets", "/api/v1/namespaces/argocd/secrets");
    assertThat(lists(playground, "c2"))
        .hasSize(SECRETS / PAGE)
        .containsOnly("/api/v1/namespaces/akuity/secrets");
    assertThat(
            playground.requests("c2").stream()
                .filter(request -> request.lists("secrets"))
                .map(LoggedRequest::query))
        .doesNotHaveDuplicates()
        .allMatch(query -> query.contains("limit=" + PAGE));
    assertThat(lists(playground, "c3")).containsExactly("/api/v1/namespaces/akuity/secrets");
  }

  private static List<String> lists(Playground playground, String context) {
    return playground.requests(context).stream()
        .filter(request -> request.lists("secrets"))
        .map(LoggedRequest::path)
        .toList();
  }

  private static List<ObjectNode> secrets() {
    return IntStream.range(0, SECRETS)
        .mapToObj(i -> {
          ObjectNode secret =
              Somebody.secret("creds-" + i, "Opaque", Map.of("key", "dmlzaWJseS1mYWtl"));
          secret
              .withObject("/metadata")
              .putObject("labels")
              .put("akuity.io/secret-sync", "true")
              .put("team", "my-team");
          return secret;
        })
        .toList();
  }
}
