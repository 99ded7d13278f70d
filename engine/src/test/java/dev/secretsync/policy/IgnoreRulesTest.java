package dev.secretsync.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("drift that is known does not count until a day")
class IgnoreRulesTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final SecretAddress DATABASE = SecretAddress.of("east", "akuity", "database");

  @Test
  void everythingThatIsGivenHasToMatch() {
    assertThat(ignores(rule("keys", "pass*"), "data.password", "kubectl-edit")).isTrue();
    assertThat(ignores(rule("keys", "pass*"), "data.username", "kubectl-edit")).isFalse();
    assertThat(ignores(rule("names", "data*"), "data.password", "kubectl-edit")).isTrue();
    assertThat(ignores(rule("names", "data"), "data.password", "kubectl-edit")).isFalse();
    assertThat(ignores(rule("namespaces", "akuity"), "data.password", "kubectl-edit")).isTrue();
    assertThat(ignores(rule("namespaces", "apps"), "data.password", "kubectl-edit")).isFalse();
    assertThat(ignores(rule("managers", "kubectl-*"), "data.password", "kubectl-edit")).isTrue();
    assertThat(ignores(rule("managers", "kubectl-*"), "data.password", "Kubectl-edit")).isFalse();
  }

  @DisplayName("what nobody is known to have done matches no manager")
  @Test
  void anUnknownManagerMatchesNoPattern() {
    IgnoreRule byAnybody = only(rule("managers", "*"));
    Optional<String> field = Optional.of("data.password");
    assertThat(byAnybody.ignores(DATABASE, field, Optional.empty())).isFalse();
    assertThat(only(rule("keys", "*")).ignores(DATABASE, field, Optional.empty())).isTrue();
  }

  @Test
  void clustersAreSelectedByTheirLabels() {
    SortedMap<String, ClusterDeclaration> fleet = new TreeMap<>();
    fleet.put("east", cluster("east", "prod"));
    fleet.put("west", cluster("west", "test"));
    IgnoreRule rule = IgnoreRules.of(List.of(policy(inTest())), fleet).inForce(NOON).getFirst();
    Optional<String> field = Optional.of("data.password");
    assertThat(rule.ignores(DATABASE, field, Optional.empty())).isFalse();
    assertThat(
            rule.ignores(SecretAddress.of("west", "akuity", "database"), field, Optional.empty()))
        .isTrue();
  }

  @DisplayName("labels and annotations are ignored where no keys are given, marks of ours never")
  @Test
  void marksAlwaysCount() {
    PolicyDeclaration.IgnoredDrift all = rule("names", "*");
    assertThat(ignores(all, "metadata.labels[team]", "kubectl-edit")).isTrue();
    assertThat(ignores(all, "metadata.annotations[note]", "kubectl-edit")).isTrue();
    assertThat(ignores(rule("keys", "*"), "metadata.labels[team]", "kubectl-edit")).isFalse();
    for (String mark : List.of(Marks.MANAGED_BY, Marks.INSTALLATION)) {
      assertThat(ignores(all, "metadata.labels[" + mark + "]", "kubectl-edit")).isFalse();
    }
    for (String mark : List.of(Marks.SOURCE_CLUSTER, Marks.SOURCE_SECRET, Marks.CONTROL_PLANE)) {
      assertThat(ignores(all, "metadata.annotations[" + mark + "]", "kubectl-edit")).isFalse();
    }
  }

  @DisplayName("a data key that is called like a mark is a data key")
  @Test
  void aKeyIsNoMark() {
    assertThat(ignores(rule("names", "*"), "data." + Marks.MANAGED_BY + "]", "kubectl-edit"))
        .isTrue();
  }

  @Test
  void aDeletedSecretAlwaysCounts() {
    assertThat(only(rule("names", "*")).ignores(DATABASE, Optional.empty(), Optional.empty()))
        .isFalse();
  }

  @DisplayName("a rule holds to the end of its last day, in UTC")
  @Test
  void aRuleHoldsToTheEndOfItsDay() {
    IgnoreRules rules = rules(until("2026-11-21"));
    assertThat(rules.inForce(Instant.parse("2026-11-21T23:59:59Z"))).hasSize(1);
    assertThat(rules.warnings(Instant.parse("2026-11-21T23:59:59Z"))).isEmpty();
    assertThat(rules.inForce(Instant.parse("2026-11-22T00:00:00Z"))).isEmpty();
    assertThat(rules.warnings(Instant.parse("2026-11-22T00:00:00Z")))
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.isError()).isFalse();
          assertThat(warning.at()).contains(at());
          assertThat(warning.summary())
              .isEqualTo("rule known has expired on 2026-11-21 and ignores nothing");
        });
  }

  @DisplayName("a rule that holds for more than 180 days holds, and is warned of each time")
  @Test
  void aRuleThatHoldsTooLongIsWarnedOf() {
    assertThat(rules(until("2027-05-20")).warnings(NOON)).isEmpty();
    assertThat(rules(until("2027-05-21")).warnings(NOON))
        .extracting(Diagnostic::summary)
        .containsExactly("rule known ignores drift until 2027-05-21, more than 180 days ahead");
    assertThat(rules(until("2027-05-21")).inForce(NOON)).hasSize(1);
  }

  private static boolean ignores(
      PolicyDeclaration.IgnoredDrift rule, String field, String manager) {
    return only(rule).ignores(DATABASE, Optional.of(field), Optional.of(manager));
  }

  private static IgnoreRule only(PolicyDeclaration.IgnoredDrift rule) {
    return rules(rule).inForce(NOON).getFirst();
  }

  private static IgnoreRules rules(PolicyDeclaration.IgnoredDrift rule) {
    return IgnoreRules.of(List.of(policy(rule)), new TreeMap<>());
  }

  private static PolicyDeclaration.IgnoredDrift rule(String field, String pattern) {
    Map<String, List<String>> match = Map.of(field, List.of(pattern));
    return new PolicyDeclaration.IgnoredDrift(
        "known",
        Optional.empty(),
        match.getOrDefault("namespaces", List.of()),
        match.getOrDefault("names", List.of()),
        match.getOrDefault("keys", List.of()),
        match.getOrDefault("managers", List.of()),
        LocalDate.parse("2026-12-31"),
        "why",
        at());
  }

  private static PolicyDeclaration.IgnoredDrift inTest() {
    return new PolicyDeclaration.IgnoredDrift(
        "known",
        Optional.of(((LabelSelector.Parsed.Accepted) LabelSelector.parse("env=test")).selector()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        LocalDate.parse("2026-12-31"),
        "why",
        at());
  }

  private static PolicyDeclaration.IgnoredDrift until(String day) {
    return new PolicyDeclaration.IgnoredDrift(
        "known",
        Optional.empty(),
        List.of(),
        List.of("*"),
        List.of(),
        List.of(),
        LocalDate.parse(day),
        "why",
        at());
  }

  private static PolicyDeclaration policy(PolicyDeclaration.IgnoredDrift rule) {
    return new PolicyDeclaration(
        "base",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(rule),
        at());
  }

  private static ClusterDeclaration cluster(String name, String env) {
    return new ClusterDeclaration(
        name, new TreeMap<>(Map.of("env", env)), name, "akuity", Optional.empty(), at());
  }

  private static SourceLocation at() {
    return new SourceLocation("policy/base.yaml", 6, 5);
  }
}
