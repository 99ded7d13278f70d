package dev.secretsync.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.access.Access;
import dev.secretsync.access.Identity;
import dev.secretsync.cluster.kubernetes.Kubeconfig;
import dev.secretsync.cluster.kubernetes.Limits;
import dev.secretsync.crypt.KeyRing;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.Declarations;
import dev.secretsync.desired.EncryptedFiles;
import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import dev.secretsync.fixtures.apiserver.User;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Permission;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.source.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of one cluster, as various people. */
class DoctorTest {
  private static final ClusterDeclaration EAST =
      new ClusterDeclaration(
          "east",
          new TreeMap<>(),
          "c1",
          "akuity",
          Optional.empty(),
          new SourceLocation("clusters.yaml", 1, 1));

  private static final Access ACCESS =
      new Access(
          new TreeMap<>(Map.of("east", "c1")),
          Map.of(
              Identity.PLAN,
              new TreeSet<>(List.of(Permission.secrets("list", "default"))),
              Identity.APPLY,
              new TreeSet<>(
                  List.of(
                      Permission.secrets("list", "default"),
                      Permission.secrets("patch", "default")))),
          new TreeSet<>(List.of("default")),
          new TreeSet<>(),
          new TreeSet<>(),
          false);

  @TempDir private Path folder = Path.of("");

  @Test
  void clocksThatDifferAreAWarning() throws IOException {
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6));
    Findings found = examine("reader", Identity.PLAN, late);
    assertThat(texts(found, Topic.CLOCK))
        .containsExactly("warning its clock and that of this machine are 6 minutes apart");
    assertThat(found.exitCodes()).isEmpty();
    assertThat(found.strictly().exitCodes()).containsExactly(ExitCode.UNREACHABLE);
    Clock nearly = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(4));
    assertThat(texts(examine("reader", Identity.PLAN, nearly), Topic.CLOCK))
        .containsExactly("ok agrees with this machine");
  }

  @Test
  @DisplayName("K8: who reads lacks what apply needs, and nothing of what plan needs")
  void missingRightsAreNamed() throws IOException {
    assertThat(texts(examine("reader", Identity.PLAN, Clock.systemUTC()), Topic.PERMISSIONS))
        .containsExactly("ok all 1 that plan needs");
    Findings found = examine("reader", Identity.APPLY, Clock.systemUTC());
    assertThat(texts(found, Topic.PERMISSIONS))
        .containsExactly("problem may not patch secrets in namespace default");
    assertThat(found.exitCodes()).containsExactly(ExitCode.UNREACHABLE);
  }

  @Test
  @DisplayName("K8: rights that are wider than needed are warnings, and errors for who wants that")
  void wideRightsAreTold() throws IOException {
    Findings found = examine("everywhere", Identity.PLAN, Clock.systemUTC());
    assertThat(texts(found, Topic.EXCESS))
        .containsExactly(
            "warning may list secrets in every namespace, and so read them all",
            "warning may patch secrets in namespace default, and only plans");
    assertThat(found.exitCodes()).isEmpty();
    assertThat(found.strictly().exitCodes()).containsOnly(ExitCode.DENIED);
  }

  private Findings examine(String user, Identity identity, Clock clock) throws IOException {
    ApiServer.Options options =
        ApiServer.Options.defaults()
            .withUser(
                "reader",
                new User.Permission(List.of("list"), List.of("secrets"), List.of("default")))
            .withUser(
                "everywhere",
                new User.Permission(List.of("list", "patch"), List.of("secrets"), List.of("*")));
    try (ApiServer server = EmbeddedApiServer.start(options)) {
      Path file =
          dev.secretsync.fixtures.apiserver.Kubeconfig.writeContexts(
              folder.resolve("kubeconfig"),
              Map.of(
                  "c1",
                  new dev.secretsync.fixtures.apiserver.Kubeconfig.Context(
                      server, server.token(user))));
      Kubeconfig kubeconfig = Kubeconfig.load(Optional.of(file), Map.of(), Optional.empty());
      Declarations nothing =
          Declarations.parse(
              new SourceTree(new Revision("0", "0", false), new TreeMap<>()), new Problems());
      return new Doctor(
              (name, context) -> kubeconfig.open(name, context, Limits.DEFAULT), identity, clock)
          .examine(
              List.of(EAST),
              new TreeMap<>(Map.of("east", ACCESS)),
              EncryptedFiles.of(nothing, new Problems()),
              KeyRing.of(List.of()));
    }
  }

  private static List<String> texts(Findings found, Topic topic) {
    return found
        .checks()
        .filter(check -> check.topic() == topic)
        .map(check -> check.grade() + " " + check.summary())
        .toList();
  }
}
