package dev.secretsync.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.declare.PolicyDeclaration.Recipients;
import dev.secretsync.model.Code;
import dev.secretsync.model.SourceLocation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("X6, X11: who must and who may be able to decrypt")
class RecipientRulesTest {
  private static final String TEAM = "age1visiblyfaketeam";
  private static final String GLASS = "age1visiblyfakeglass";
  private static final String STRANGER = "age1visiblyfakestranger";

  @Test
  void aFileWithAnotherRecipientIsRefused() {
    assertThat(reasons(List.of(), List.of(TEAM), TEAM, STRANGER))
        .containsExactly("recipient " + STRANGER + " is not allowed");
    assertThat(reasons(List.of(), List.of(TEAM, GLASS), TEAM)).isEmpty();
  }

  @Test
  void aFileThatTheBreakGlassKeyCannotOpenIsRefused() {
    assertThat(reasons(List.of(GLASS), List.of(), TEAM))
        .containsExactly("recipient " + GLASS + " is missing");
    assertThat(reasons(List.of(GLASS), List.of(), TEAM, GLASS, STRANGER)).isEmpty();
  }

  @Test
  void whatIsRequiredIsAllowed() {
    assertThat(reasons(List.of(GLASS), List.of(TEAM), TEAM, GLASS)).isEmpty();
  }

  @Test
  @DisplayName("X11: only post-quantum recipients are allowed")
  void classicRecipientsBesideHybridOnesCanBeForbidden() {
    String hybrid = "age1pq1" + "q".repeat(1900);
    assertThat(reasons(List.of(), List.of(hybrid), hybrid, TEAM))
        .containsExactly("recipient " + TEAM + " is not allowed");
    assertThat(reasons(List.of(), List.of(TEAM), hybrid).getFirst()).hasSizeLessThan(110);
  }

  @Test
  void fingerprintsMayBeWrittenAsGpgShowsThem() {
    assertThat(
            reasons(
                List.of("1234 5678 90ab cdef 1234  5678 90ab cdef 1234 5678"),
                List.of("0xABCDEF0123456789"),
                "1234567890ABCDEF1234567890ABCDEF12345678",
                "ABCDEF0123456789"))
        .isEmpty();
  }

  @Test
  void keysOfOtherKindsCountByTheirIds() {
    String arn = "arn:aws:kms:eu-west-1:000000000000:key/visibly-fake";
    assertThat(reasons(List.of(), List.of(arn), arn)).isEmpty();
    assertThat(reasons(List.of(), List.of(arn), arn, "https://vault.example/v1/transit/keys/a"))
        .containsExactly("recipient https://vault.example/v1/transit/keys/a is not allowed");
  }

  @Test
  void aPrivateKeyInPlaceOfARecipientIsNotShown() {
    assertThat(reasons(List.of(), List.of(TEAM), "AGE-SECRET-KEY-1VISIBLYFAKE"))
        .containsExactly("recipient (a private key) is not allowed");
  }

  @Test
  void onlyTheFilesThatMatchAreJudgedAndByEveryRuleThatMatches() {
    Recipients prod = new Recipients(List.of("prod/**"), List.of(GLASS), List.of(), at(4));
    Recipients all = new Recipients(List.of("**"), List.of(), List.of(TEAM), at(6));
    Recipients none = new Recipients(List.of(), List.of(GLASS), List.of(), at(8));
    Policy policy = policy(prod, all, none);
    assertThat(policy.judgeRecipients("dev/a.yaml", new TreeSet<>(List.of(TEAM)))).isEmpty();
    assertThat(policy.judgeRecipients("prod/a.yaml", new TreeSet<>(List.of(STRANGER))))
        .allMatch(Finding::declared)
        .allMatch(finding -> finding.code() == Code.RECIPIENT)
        .extracting(Finding::by)
        .containsExactly("policy/base.yaml:4 recipients", "policy/base.yaml:6 recipients");
  }

  private static List<String> reasons(
      List<String> require, List<String> allow, String... recipients) {
    return policy(new Recipients(List.of("**"), require, allow, at(4)))
        .judgeRecipients("a.yaml", new TreeSet<>(List.of(recipients)))
        .stream()
        .map(Finding::reason)
        .toList();
  }

  private static Policy policy(Recipients... recipients) {
    return Policy.of(
        List.of(
            new PolicyDeclaration(
                "base",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(recipients),
                Optional.empty(),
                List.of(),
                List.of(),
                at(3))),
        Collections.emptySortedMap(),
        PolicySource.none());
  }

  private static SourceLocation at(int line) {
    return new SourceLocation("policy/base.yaml", line, 3);
  }
}
