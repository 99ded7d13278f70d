package dev.secretsync.doctor;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Severity;
import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param summary what was found, in words
 * @param finding what is wrong with it and what to do; empty when all is well
 */
public record Check(Topic topic, String summary, Optional<Diagnostic> finding) {

  /** All is well. */
  static Check well(Topic topic, String summary) {
    return new Check(topic, summary, Optional.empty());
  }

  /** Something is not. */
  static Check of(Topic topic, Diagnostic finding) {
    return new Check(topic, finding.summary(), Optional.of(finding));
  }

  /** {@code ok}, {@code warning} or {@code problem}. */
  public String grade() {
    return finding.map(one -> one.isError() ? "problem" : "warning").orElse("ok");
  }

  /** With nothing left that is only a warning. */
  Check strictly() {
    return new Check(
        topic,
        summary,
        finding.map(one ->
            new Diagnostic(
                one.code(), Severity.ERROR, one.subject(), one.at(), one.summary(), one.hint())));
  }
}
