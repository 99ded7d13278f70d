package dev.secretsync.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
  @Test
  void numbersAreAPromise() {
    assertThat(
            Arrays.stream(ExitCode.values())
                .map(code -> code + "=" + code.number())
                .collect(Collectors.joining(" ")))
        .isEqualTo(
            "OK=0 ERROR=1 CHANGES=2 DENIED=3 PLAN_MISMATCH=4 LOCKED=5 PARTIAL=6 UNREACHABLE=7"
                + " CONFLICT=8 GUARD=9 DECRYPT=10 USAGE=64 CONFIG=65 INTERRUPTED=130 TERMINATED=143");
  }

  /** cli.md 2.1: 10 over 65 over 3 over 4 over 9 over 8 over 6 over 7 over 5 over 1 over 2. */
  @Test
  void aWorseCodeHidesAllThatFollow() {
    List<Integer> order = List.of(130, 143, 64, 10, 65, 3, 4, 9, 8, 6, 7, 5, 1, 2, 0);
    EnumSet<ExitCode> left = EnumSet.allOf(ExitCode.class);
    for (int number : order) {
      ExitCode worst = ExitCode.worst(left);
      assertThat(worst.number()).isEqualTo(number);
      left.remove(worst);
    }
    assertThat(left).isEmpty();
  }

  @Test
  void nothingWrongIsOk() {
    assertThat(ExitCode.worst(List.of())).isEqualTo(ExitCode.OK);
  }

  @Test
  void idsOfCodesAreUnique() {
    assertThat(Arrays.stream(Code.values()).map(Code::id)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "PLAINTEXT_VALUE,65", "BLOCKED_SECRET,3", "MAC_MISMATCH,10", "NO_MATCHING_KEY,10",
    "CLUSTER_UNREACHABLE,7", "CLUSTER_FORBIDDEN,7", "UNKNOWN_CONTEXT,7", "IDENTITY_MISMATCH,3",
    "SAME_CLUSTER_TWICE,65", "FOREIGN_SECRET,8", "OVERLAPPING_TARGETS,65", "USAGE,64"
  })
  void whatIsWrongLeadsToItsExitCode(Code code, int number) {
    assertThat(code.exitCode().number()).isEqualTo(number);
  }
}
