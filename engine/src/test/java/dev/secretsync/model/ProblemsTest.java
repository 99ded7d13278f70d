package dev.secretsync.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private static final Diagnostic LATE = at("b.yaml", 2);
  private static final Diagnostic EARLY = at("a.yaml", 10);
  private static final Diagnostic EARLIER = at("a.yaml", 9);
  private static final Diagnostic NOTE = Diagnostic.warning(Code.REDUNDANT, "a", "noted", "");

  private static Diagnostic at(String file, int line) {
    return Diagnostic.error(Code.SCHEMA, new SourceLocation(file, line, 1), "wrong", "right");
  }

  @Test
  void everyProblemIsSaidOnceInOrderOfPlaceAndErrorsFirst() {
    Problems problems = new Problems();
    problems.addAll(List.of(NOTE, LATE, EARLY, EARLIER, LATE));
    assertThat(problems.all()).containsExactly(EARLIER, EARLY, LATE, NOTE);
  }

  @Test
  void refusalCarriesAllProblemsAndNotTheFirst() {
    Problems problems = new Problems();
    problems.addAll(List.of(LATE, EARLY));
    assertThatThrownBy(problems::refuseErrors)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.diagnostics()).containsExactly(EARLY, LATE))
        .hasMessage("a.yaml:10:1: wrong\nb.yaml:2:1: wrong");
  }

  @Test
  void warningsStopNothing() {
    Problems problems = new Problems();
    problems.add(NOTE);
    problems.refuseErrors();
    assertThat(problems.hasErrors()).isFalse();
  }
}
