package dev.secretsync.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.declare.PolicyDeclaration.Effect;
import dev.secretsync.declare.PolicyDeclaration.Match;
import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Difference.Unchangeable.Why;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.policy.Intent.Act;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("R125, K3: what declared rules refuse")
class DeclaredRulesTest {
  private static final SecretAddress PLACE = SecretAddress.of("east", "apps", "db-token");
  private static final SecretAddress SOURCE = SecretAddress.of("west", "akuity", "db-token");
  private static final SortedMap<String, ClusterDeclaration> CLUSTERS =
      new TreeMap<>(
          Map.of(
              "east", cluster("east", Map.of("env", "prod")),
              "west", cluster("west", Map.of("env", "dev"))));

  @ParameterizedTest
  @CsvSource({
    "clusters, env=prod, env=dev",
    "clusters, env in (prod), '!env'",
    "namespaces, apps, app",
    "namespaces, a*, kube-*",
    "names, '*-token', '*-password'",
    "types, Opaque, kubernetes.io/tls",
    "types, Opaque, opaque",
    "labels, team=payments, team=search",
    "labels, '!legacy', legacy",
    "keys, '*word,user*', 'passw,id_*'",
    "owners, git, cluster",
    "paths, teams/**, team/**",
    "paths, teams/payments/*.yaml, teams/*.yaml",
    "actions, create, update"
  })
  void eachCriterionMatchesWhatItSays(String field, String meets, String misses) {
    Difference create = missing(subject());
    assertThat(refusals(create, deny("rule", field, meets))).containsExactly("rule");
    assertThat(refusals(create, deny("rule", field, misses))).isEmpty();
    assertThat(refusals(create, allow("rule", field, meets))).isEmpty();
    assertThat(refusals(create, allow("rule", field, misses))).containsExactly("allow-rules");
  }

  @Test
  void everyCriterionOfARuleHasToMatch() {
    PolicyDeclaration.Rule both =
        rule("rule", Effect.DENY, Map.of("namespaces", "apps", "types", "kubernetes.io/tls"));
    assertThat(refusals(missing(subject()), both)).isEmpty();
    assertThat(refusals(missing(subject()), rule("all", Effect.DENY, Map.of())))
        .containsExactly("all");
  }

  @Test
  void oneTextOfAListIsEnough() {
    assertThat(refusals(missing(subject()), deny("rule", "namespaces", "kube-*,apps")))
        .containsExactly("rule");
  }

  @Test
  void denyWinsAndEachDenyIsNamed() {
    assertThat(
            refusals(
                missing(subject()),
                allow("fine", "namespaces", "*"),
                deny("one", "names", "*"),
                deny("two", "keys", "*")))
        .containsExactly("one", "two");
  }

  @Test
  void withAnAllowRuleTheRestIsDenied() {
    assertThat(refusals(missing(subject()))).isEmpty();
    assertThat(
            refusals(
                missing(subject()),
                allow("elsewhere", "namespaces", "other"),
                allow("here", "namespaces", "apps")))
        .isEmpty();
    assertThat(policy(allow("elsewhere", "namespaces", "other")).judge(missing(subject())))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.by()).isEqualTo("policy/base.yaml:7 allow-rules");
          assertThat(finding.reason())
              .isEqualTo("no allow rule covers it for teams/payments/db.yaml");
          assertThat(finding.declared()).isTrue();
        });
  }

  @Test
  void oneAllowRuleHasToCoverTheWholeChange() {
    assertThat(
            refusals(
                missing(subject()),
                allow("half", "keys", "username"),
                allow("other-half", "keys", "password")))
        .containsExactly("allow-rules");
    assertThat(refusals(missing(subject()), allow("whole", "keys", "username,password"))).isEmpty();
  }

  @Test
  void aRuleWithKeysIsAboutTheKeysThatAreWritten() {
    Difference update = changed(subject(), "data.password");
    assertThat(
            refusals(
                update, rule("r", Effect.DENY, Map.of("keys", "username", "actions", "update"))))
        .isEmpty();
    assertThat(
            refusals(
                update, rule("r", Effect.DENY, Map.of("keys", "password", "actions", "update"))))
        .containsExactly("r");
    assertThat(
            refusals(
                update, rule("r", Effect.ALLOW, Map.of("keys", "password", "actions", "update"))))
        .isEmpty();
  }

  @Test
  void aRemovedKeyIsWrittenToo() {
    assertThat(
            refusals(
                changed(subject(), "data.gone"),
                rule("r", Effect.DENY, Map.of("keys", "gone", "actions", "update"))))
        .containsExactly("r");
  }

  @Test
  void aRuleWithoutActionsIsAboutEveryKeyThatIsThere() {
    assertThat(refusals(changed(subject(), "data.password"), deny("r", "keys", "username")))
        .containsExactly("r");
    assertThat(refusals(changed(subject(), "metadata.labels[a]"), deny("r", "keys", "username")))
        .containsExactly("r");
  }

  @ParameterizedTest
  @EnumSource(Act.class)
  void eachActionIsDeniedByItsWordAndByNoOther(Act act) {
    Difference difference = doing(act);
    assertThat(refusals(difference, deny("r", "actions", act.word()))).containsExactly("r");
    String others =
        String.join(",", Arrays.stream(Act.values()).filter(a -> a != act).map(Act::word).toList());
    assertThat(refusals(difference, deny("r", "actions", others))).isEmpty();
    assertThat(refusals(difference, allow("r", "actions", others))).containsExactly("allow-rules");
    assertThat(refusals(difference, deny("r", "actions", ""))).containsExactly("r");
  }

  @Test
  void whatStaysAsItIsIsJudgedByRulesWithoutActionsOnly() {
    for (Difference unwritten :
        List.of(
            new Difference.Same(subject(), seen("Opaque", Map.of()), List.of()),
            new Difference.Foreign(
                subject(),
                seen("Opaque", Map.of()),
                "Helm",
                Optional.empty(),
                Optional.empty(),
                false))) {
      assertThat(refusals(unwritten, deny("r", "namespaces", "apps"))).containsExactly("r");
      assertThat(refusals(unwritten, allow("r", "actions", "delete"))).isEmpty();
      for (Act act : Act.values()) {
        assertThat(refusals(unwritten, deny("r", "actions", act.word()))).isEmpty();
      }
    }
  }

  @Test
  void whatIsNotOursOrNotKnownIsNotJudged() {
    PolicyDeclaration.Rule everything = rule("r", Effect.DENY, Map.of());
    assertThat(refusals(new Difference.Itself(PLACE, "ALL"), everything)).isEmpty();
    assertThat(
            refusals(
                new Difference.Unknown(PLACE, Diagnostic.error(Code.STALE, "east", "s", "h")),
                everything))
        .isEmpty();
    assertThat(
            refusals(
                new Difference.NotCollected(
                    SOURCE, PLACE, "Opaque", new TreeMap<>(), "offered by west", Optional.of("x")),
                everything))
        .isEmpty();
  }

  @Test
  @DisplayName("R26: a refusal of what a cluster owns concerns that Secret alone")
  void aRefusedCopyStopsNothingElse() {
    assertThat(policy(deny("r", "owners", "cluster")).judge(missing(copy())))
        .singleElement()
        .matches(finding -> !finding.declared());
    assertThat(refusals(missing(copy()), deny("r", "owners", "git"))).isEmpty();
  }

  @Test
  void whatAClusterOwnsHasNoPath() {
    assertThat(refusals(missing(copy()), deny("r", "paths", "**"))).isEmpty();
    assertThat(refusals(missing(copy()), allow("r", "paths", "**"))).containsExactly("allow-rules");
    assertThat(
            refusals(
                missing(copy()), allow("r", "paths", "**"), allow("copies", "owners", "cluster")))
        .isEmpty();
  }

  @Test
  @DisplayName("K10: what is no longer declared has the path of the file that declared it last")
  void aDeleteHasTheFileThatDeclaredItLast() {
    assertThat(refusals(deleted(Map.of()), deny("r", "paths", "teams/payments/**")))
        .containsExactly("r");
    assertThat(refusals(deleted(Map.of()), deny("r", "paths", "teams/search/**"))).isEmpty();
    assertThat(policy(deny("r", "actions", "delete")).judge(deleted(Map.of())))
        .as("Git declares nothing that could be mended")
        .singleElement()
        .matches(finding -> !finding.declared());
  }

  @Test
  @DisplayName("what is destroyed or taken over is also matched by what it is in the cluster")
  void aLabelInTheClusterProtectsFromReplacingAndAdopting() {
    Seen held = seen("kubernetes.io/tls", Map.of("hold", "yes"));
    for (Difference difference :
        List.of(
            new Difference.Unchangeable(
                subject(), held, List.of(), new Why.Type(held.type(), "Opaque")),
            new Difference.Changed(subject(), held, List.of(), List.of(), 0, false, true))) {
      for (PolicyDeclaration.Rule rule :
          List.of(
              rule("r", Effect.DENY, Map.of("labels", "hold", "actions", "replace,adopt")),
              rule(
                  "r",
                  Effect.DENY,
                  Map.of("types", "kubernetes.io/*", "actions", "replace,adopt")))) {
        assertThat(policy(rule).judge(difference))
            .as("whoever may label a Secret must not stop everybody's plan")
            .singleElement()
            .matches(finding -> !finding.declared());
      }
      assertThat(refusals(difference, deny("r", "labels", "hold")))
          .as("or nobody could take a label off again")
          .isEmpty();
    }
    assertThat(refusals(deleted(Map.of("hold", "yes")), deny("r", "labels", "hold")))
        .containsExactly("r");
  }

  @Test
  @DisplayName("K4: adopting is an action of its own")
  void adoptingCanBeLeftToOneNamespace() {
    PolicyDeclaration.Rule anything =
        allow("anything-else", "actions", "create,update,replace,delete,move,release");
    PolicyDeclaration.Rule legacy =
        rule("legacy", Effect.ALLOW, Map.of("actions", "adopt", "namespaces", "legacy"));
    assertThat(refusals(doing(Act.ADOPT), anything, legacy)).containsExactly("allow-rules");
    assertThat(policy(anything, legacy).judge(doing(Act.ADOPT)))
        .singleElement()
        .matches(Finding::declared);
    assertThat(
            refusals(
                doing(Act.ADOPT),
                anything,
                rule("apps", Effect.ALLOW, Map.of("actions", "adopt", "namespaces", "apps"))))
        .isEmpty();
    assertThat(refusals(missing(subject()), anything, legacy)).isEmpty();
  }

  @Test
  @DisplayName("R92: a move is judged where it goes and where it comes from")
  void aMoveLeavesAPlaceToo() {
    assertThat(policy(deny("r", "namespaces", "before")).judge(doing(Act.MOVE)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.address()).isEqualTo(PLACE));
    assertThat(refusals(doing(Act.MOVE), deny("r", "namespaces", "apps"))).containsExactly("r");
    assertThat(refusals(doing(Act.MOVE), allow("r", "namespaces", "apps")))
        .containsExactly("allow-rules");
  }

  @Test
  @Tag("R20")
  @DisplayName("R20-R29: no allow rule relaxes a built-in one")
  void anAllowRuleRelaxesNothingBuiltIn() {
    Subject blocked =
        subject(SecretAddress.of("east", "apps", "argocd-secret"), git(), "Opaque", Map.of());
    assertThat(policy(rule("all", Effect.ALLOW, Map.of())).judge(missing(blocked)))
        .extracting(Finding::rule)
        .containsExactly("blocked-secrets (R20)");
  }

  @Test
  void anEmptySelectorIsNoCondition() {
    assertThat(refusals(missing(subject()), deny("r", "labels", ""))).containsExactly("r");
    assertThat(refusals(missing(subject()), deny("r", "clusters", ""))).containsExactly("r");
  }

  @Test
  void aReasonIsOneLine() {
    PolicyDeclaration.Rule rule =
        new PolicyDeclaration.Rule(
            "r", Effect.DENY, match(Map.of()), Optional.of("  why,\n  in words\n"), at(3));
    assertThat(policy(rule).judge(missing(subject())))
        .extracting(Finding::reason)
        .containsExactly("why, in words");
  }

  private static List<String> refusals(Difference difference, PolicyDeclaration.Rule... rules) {
    return policy(rules).judge(difference).stream().map(Finding::rule).toList();
  }

  private static Policy policy(PolicyDeclaration.Rule... rules) {
    PolicyDeclaration declared =
        new PolicyDeclaration(
            "base",
            List.of(rules),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            at(3));
    return Policy.of(List.of(declared), CLUSTERS, PolicySource.none());
  }

  private static PolicyDeclaration.Rule deny(String name, String field, String texts) {
    return rule(name, Effect.DENY, Map.of(field, texts));
  }

  private static PolicyDeclaration.Rule allow(String name, String field, String texts) {
    return rule(name, Effect.ALLOW, Map.of(field, texts));
  }

  private static PolicyDeclaration.Rule rule(
      String name, Effect effect, Map<String, String> fields) {
    return new PolicyDeclaration.Rule(name, effect, match(fields), Optional.empty(), at(7));
  }

  private static Match match(Map<String, String> fields) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    fields.forEach(
        (field, text) -> texts.put(field, text.isEmpty() ? List.of() : List.of(text.split(","))));
    return new Match(
        Optional.ofNullable(fields.get("clusters")).map(DeclaredRulesTest::selector),
        texts.getOrDefault("namespaces", List.of()),
        texts.getOrDefault("names", List.of()),
        texts.getOrDefault("types", List.of()),
        Optional.ofNullable(fields.get("labels")).map(DeclaredRulesTest::selector),
        texts.getOrDefault("keys", List.of()),
        texts.getOrDefault("actions", List.of()),
        texts.getOrDefault("owners", List.of()),
        texts.getOrDefault("paths", List.of()));
  }

  private static LabelSelector selector(String text) {
    return ((LabelSelector.Parsed.Accepted) LabelSelector.parse(text)).selector();
  }

  private static SourceLocation at(int line) {
    return new SourceLocation("policy/base.yaml", line, 3);
  }

  private static ClusterDeclaration cluster(String name, Map<String, String> labels) {
    return new ClusterDeclaration(
        name, new TreeMap<>(labels), name, "akuity", Optional.empty(), at(1));
  }

  private static Difference missing(Subject subject) {
    return new Difference.Missing(subject, false, false);
  }

  private static Difference changed(Subject subject, String... fields) {
    return new Difference.Changed(
        subject,
        seen("Opaque", Map.of()),
        Stream.of(fields)
            .map(field ->
                new FieldChange(
                    field, FieldChange.Kind.REMOVE, FieldChange.Cause.GIT, Optional.empty()))
            .toList(),
        List.of(),
        0,
        false,
        false);
  }

  private static Difference deleted(Map<String, String> labels) {
    return new Difference.Orphaned(
        PLACE,
        seen("Opaque", labels),
        "Opaque",
        new TreeMap<>(labels),
        new TreeSet<>(List.of("data.password")),
        Optional.empty(),
        Optional.of("teams/payments/db.yaml"),
        Optional.of("commit"));
  }

  private static Difference doing(Act act) {
    Seen seen = seen("Opaque", Map.of());
    return switch (act) {
      case CREATE -> missing(subject());
      case UPDATE -> changed(subject(), "data.password");
      case ADOPT -> new Difference.Changed(subject(), seen, List.of(), List.of(), 0, false, true);
      case REPLACE -> new Difference.Unchangeable(subject(), seen, List.of(), new Why.Immutable());
      case DELETE -> deleted(Map.of());
      case MOVE ->
          new Difference.Moved(copy(), SecretAddress.of("east", "before", "db-token"), seen);
      case RELEASE -> new Difference.Released(PLACE, seen, "its source is gone");
    };
  }

  private static Subject subject() {
    return subject(PLACE, git(), "Opaque", Map.of("team", "payments"));
  }

  private static Subject copy() {
    return subject(PLACE, new Origin.Collected(SOURCE, "uid", "uid/1", "main"), "Opaque", Map.of());
  }

  private static Origin git() {
    return new Origin.Declared(new SourceLocation("teams/payments/db.yaml", 4, 11), "b".repeat(40));
  }

  private static Subject subject(
      SecretAddress address, Origin origin, String type, Map<String, String> labels) {
    return new Subject(
        address,
        type,
        new TreeMap<>(labels),
        new TreeSet<>(List.of("data.password", "data.username")),
        origin,
        List.of("allowedClusters.all"));
  }

  private static Seen seen(String type, Map<String, String> labels) {
    return new Seen("uid", "1", type, new TreeMap<>(labels), Instant.EPOCH, Optional.empty());
  }
}
