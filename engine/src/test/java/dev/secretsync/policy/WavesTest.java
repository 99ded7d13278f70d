package dev.secretsync.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.SourceLocation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which clusters are written to together, and in which order. */
@DisplayName("cli.md 6.4: waves")
class WavesTest {
  private static final SourceLocation AT = new SourceLocation("policy.yaml", 7, 5);

  private static ClusterDeclaration cluster(String name, String tier) {
    return new ClusterDeclaration(
        name,
        new TreeMap<>(Map.of("tier", tier)),
        name,
        ClusterDeclaration.DEFAULT_AGENT_NAMESPACE,
        Optional.empty(),
        AT);
  }

  private static SortedMap<String, ClusterDeclaration> fleet(String... tiers) {
    SortedMap<String, ClusterDeclaration> fleet = new TreeMap<>();
    IntStream.range(0, tiers.length)
        .forEach(i -> fleet.put("c" + (i + 1), cluster("c" + (i + 1), tiers[i])));
    return fleet;
  }

  private static PolicyDeclaration.Wave wave(String name, String selector, String maxFailed) {
    LabelSelector clusters =
        selector.isEmpty()
            ? new LabelSelector(List.of())
            : ((LabelSelector.Parsed.Accepted) LabelSelector.parse(selector)).selector();
    return new PolicyDeclaration.Wave(
        name,
        clusters,
        OptionalInt.empty(),
        Optional.of(maxFailed).filter(text -> !text.isEmpty()),
        Optional.of(Duration.ofSeconds(60)),
        true,
        AT);
  }

  private static PolicyDeclaration policy(PolicyDeclaration.Wave... waves) {
    return new PolicyDeclaration(
        "base",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Arrays.asList(waves),
        List.of(),
        AT);
  }

  @Test
  void withoutARolloutThereAreNoWaves() {
    assertThat(Waves.of(List.of(policy()), fleet("a", "b"))).isEmpty();
    assertThat(Waves.of(List.of(), fleet("a", "b"))).isEmpty();
  }

  @Test
  void aClusterGoesIntoTheFirstWaveThatSelectsIt() {
    assertThat(
            Waves.of(
                List.of(policy(wave("canary", "tier=a", ""), wave("rest", "", "50%"))),
                fleet("b", "a", "b", "a", "b")))
        .extracting(Wave::name, wave -> List.copyOf(wave.clusters()), Wave::maxFailed)
        .containsExactly(
            tuple("canary", List.of("c2", "c4"), OptionalInt.of(0)),
            tuple("rest", List.of("c1", "c3", "c5"), OptionalInt.of(1)));
  }

  @Test
  void whatNoWaveSelectsComesLastAndAllAtOnce() {
    assertThat(Waves.of(List.of(policy(wave("canary", "tier=a", "3"))), fleet("b", "a", "c")))
        .extracting(Wave::name, wave -> List.copyOf(wave.clusters()), Wave::maxFailed)
        .containsExactly(
            tuple("canary", List.of("c2"), OptionalInt.of(3)),
            tuple(Wave.OTHERS, List.of("c1", "c3"), OptionalInt.empty()));
  }

  @Test
  void aWaveThatSelectsNobodyIsLeftOut() {
    assertThat(
            Waves.of(
                List.of(policy(wave("canary", "tier=none", ""), wave("rest", "", ""))), fleet("b")))
        .extracting(Wave::name)
        .containsExactly("rest");
  }

  @Test
  void pauseAndVerificationAreTakenOver() {
    assertThat(Waves.of(List.of(policy(wave("all", "", ""))), fleet("b")))
        .extracting(Wave::pause, Wave::requireVerified)
        .containsExactly(tuple(Duration.ofSeconds(60), true));
  }
}
