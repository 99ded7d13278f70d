package dev.secretsync.saved;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.plan.Plan;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("K9: a saved plan is exactly what was planned, or it is refused")
@Tag("K9")
class PlanDocumentTest {
  private static final byte[] DOCUMENT = ReadBack.document(TestPlans.everything());
  private static final String TEXT = new String(DOCUMENT, US_ASCII);
  private static final int MUTATIONS = 10_000;

  @Test
  void everythingThatAPlanCanHoldIsReadBack() {
    ReadBack.assertTheSame(TestPlans.everything());
    ReadBack.assertTheSame(TestPlans.small());
  }

  @Test
  void nothingOfTheTestPlanIsEmptyByAccident() {
    assertThat(TEXT)
        .contains("\"trust_changes\" : [ {")
        .contains("\"guards\" : [ {")
        .contains("\"waves\" : [ {")
        .contains("\"findings\" : [ {")
        .contains("\"inputs\" : {")
        .contains("\"unknown\" : [ {")
        .contains("\"unassigned\" : [ \"apps/nobodys\" ]");
  }

  /** What was edited and reads well is the edited plan: only a signature tells who wrote it. */
  @Test
  void aMutatedDocumentIsRefusedOrIsWhatItSays() {
    Random random = new Random(6);
    int taken = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = mutated(DOCUMENT, random);
      Optional<Plan> read = read(mutated);
      read.ifPresent(plan -> assertThat(ReadBack.document(plan)).isNotEqualTo(DOCUMENT));
      taken += read.isPresent() ? 1 : 0;
    }
    assertThat(taken).isLessThan(MUTATIONS / 2);
  }

  private static byte[] mutated(byte[] document, Random random) {
    int at = random.nextInt(document.length);
    int length = Math.min(document.length - at, 1 + random.nextInt(40));
    return switch (random.nextInt(5)) {
      case 0 -> without(document, at, length);
      case 1 -> twice(document, at, length);
      case 2 -> Arrays.copyOf(document, at);
      case 3 -> with(document, at, (byte) random.nextInt(256));
      default -> with(document, at, (byte) (document[at] ^ (1 << random.nextInt(8))));
    };
  }

  private static byte[] with(byte[] document, int at, byte value) {
    byte[] mutated = document.clone();
    mutated[at] = mutated[at] == value ? (byte) ~value : value;
    return mutated;
  }

  private static byte[] without(byte[] document, int at, int length) {
    byte[] mutated = Arrays.copyOf(document, document.length - length);
    System.arraycopy(document, at + length, mutated, at, document.length - at - length);
    return mutated;
  }

  private static byte[] twice(byte[] document, int at, int length) {
    byte[] mutated = Arrays.copyOf(document, document.length + length);
    System.arraycopy(document, at, mutated, at + length, document.length - at);
    return mutated;
  }

  private static Optional<Plan> read(byte[] document) {
    try {
      return Optional.of(PlanDocument.read(document, "0.1.0").plan());
    } catch (UnusablePlan why) {
      assertThat(why.words() + why.hint()).doesNotContain("east").doesNotContain("uid-");
      return Optional.empty();
    }
  }

  @DisplayName("what follows from the plan cannot be edited: counts, actions, reasons, drift")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"applyable\" : false              | \"applyable\" : true",
        "\"remove\" : 4                     | \"remove\" : 0",
        "\"actions\" : [ \"delete\" ]       | \"actions\" : [ \"no-op\" ]",
        "\"status\" : \"unreachable\"       | \"status\" : \"read\"",
        "\"denied\" : true,                 | ''",
        "delete_because_source_gone         | delete_because_no_resource_config",
        "\"put_back\" : true                | \"put_back\" : false",
        "\"kept\" : 3                       | \"kept\" : 3.0",
        "\"kept\" : 3                       | \"kept\" : 99999999999",
        "\"kept\" : 3                       | \"kept\" : \"3\"",
        "\"errored\" : false                | \"errored\" : null",
        "\"pause\" : \"PT1M30S\"            | \"pause\" : \"PT90S\"",
        "2026-11-01T08:00:00Z               | 2026-11-01T08:00:00.000Z",
        "2026-11-01T08:00:00Z               | +1000000000-12-31T23:59:59Z",
        "2026-11-01T08:00:00Z               | -1000000000-01-01T00:00:00Z",
        "\"kind\" : \"missing\"             | \"kind\" : \"lost\"",
        "\"code\" : \"SSY004\"              | \"code\" : \"SSY000\"",
        "\"namespaces_to_create\" : [ \"apps\" ] | \"namespaces_to_create\" : [ \"apps\", \"apps\" ]"
      })
  void editedPartsAreRefused(String from, String to) {
    assertThat(TEXT).contains(from);
    assertRefused(TEXT.replaceFirst(Pattern.quote(from), to))
        .hasMessageContaining("not as secretsync wrote it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "{}",
        "\"secretsync.plan\"",
        "{\"kind\":\"secretsync.result\"}",
        "{{",
        "not json at all"
      })
  void whatIsNoPlanIsRefused(String text) {
    assertRefused(text);
  }

  @Test
  void otherSpellingsOfTheSamePlanAreRefused() {
    assertRefused(TEXT + " ");
    assertRefused(TEXT + TEXT);
    assertRefused("\ufeff" + TEXT);
    assertRefused(TEXT.replace("\n", "\r\n"));
    assertRefused(
        TEXT.replace("\"kind\" : \"secretsync.plan\",", "\"kind\": \"secretsync.plan\","));
    assertRefused(TEXT.replaceFirst("\\{", "{ \"extra\" : 1,"));
    assertRefused(TEXT.replaceFirst("\\{", "{ \"kind\" : \"secretsync.plan\","));
    assertRefused(TEXT.replaceFirst("\"apps\"", "\"\\\\u0061pps\""));
  }

  @Test
  void deepNestingIsRefused() {
    assertRefused("{\"kind\":" + "[".repeat(100_000));
    assertRefused("{\"kind\":".repeat(100_000));
  }

  @Test
  void otherFormatsAndVersionsSaySo() {
    assertRefused(TEXT.replace("\"format_version\" : \"1.0\"", "\"format_version\" : \"1.1\""))
        .hasMessageContaining("another format than 1.0");
    assertRefused(TEXT.replace("\"version\" : \"0.1.0\"", "\"version\" : \"0.2.0\""))
        .hasMessage("was made by another version of secretsync than this one, which is 0.1.0");
  }

  @Test
  void whatPlanJsonPrintsIsNoSavedPlan() {
    assertRefused(TEXT.replaceFirst("  \"expires\".*\n", ""))
        .hasMessageContaining("is what plan --json prints");
  }

  @Test
  void aPlanExpiresAtItsTimeAndNotBefore() {
    SavedPlan saved = PlanDocument.read(DOCUMENT, "0.1.0");
    assertThat(saved.expiredAt(saved.expires().minusMillis(1))).isFalse();
    assertThat(saved.expiredAt(saved.expires())).isTrue();
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(String text) {
    return assertThatThrownBy(() -> PlanDocument.read(text.getBytes(UTF_8), "0.1.0"))
        .isInstanceOf(UnusablePlan.class);
  }
}
