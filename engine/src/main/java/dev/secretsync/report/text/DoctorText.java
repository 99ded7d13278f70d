package dev.secretsync.report.text;

import dev.secretsync.doctor.Check;
import dev.secretsync.doctor.Examination;
import dev.secretsync.doctor.Findings;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.util.List;

/** What the doctor found, for people: a line for each check, and the next step below it. */
public final class DoctorText {
  private static final int GRADE_WIDTH = 9;
  private static final int TOPIC_WIDTH = 13;

  private final Style style;
  private final RunInfo run;

  public DoctorText(Style style, RunInfo run) {
    this.style = style;
    this.run = run;
  }

  /** Writes it. */
  public void write(Findings findings, PrintWriter out) {
    out.println(
        "secretsync "
            + run.version()
            + " on Java "
            + Runtime.version().feature()
            + ", checked for "
            + findings.identity().word());
    out.println();
    out.println(style.bold("repository"));
    checks(findings.repository(), out);
    for (Examination one : findings.clusters()) {
      out.println();
      out.println(
          style.bold(Shown.name(one.cluster())) + " (context " + Shown.name(one.context()) + ")");
      checks(one.checks(), out);
    }
    out.println();
    int problems = findings.count("problem");
    int warnings = findings.count("warning");
    String counted =
        Shown.count(problems, "problem") + ", " + Shown.count(warnings, "warning") + ".";
    out.println(problems + warnings == 0 ? style.success("All is well.") : style.bold(counted));
    out.flush();
  }

  private void checks(List<Check> checks, PrintWriter out) {
    for (Check check : checks) {
      out.println("  " + grade(check) + topic(check) + Shown.name(summary(check)));
      check
          .finding()
          .filter(finding -> !finding.hint().isEmpty())
          .ifPresent(finding ->
              out.println(" ".repeat(2 + GRADE_WIDTH + TOPIC_WIDTH) + Shown.name(finding.hint())));
    }
  }

  private String grade(Check check) {
    String padded = padded(check.grade(), GRADE_WIDTH);
    return check
        .finding()
        .map(finding -> finding.isError() ? style.boldRed(padded) : style.yellow(padded))
        .orElseGet(() -> style.green(padded));
  }

  private static String topic(Check check) {
    return padded(check.topic().word(), TOPIC_WIDTH);
  }

  private static String padded(String word, int width) {
    return word + " ".repeat(width - word.length());
  }

  /** With the place in the repository, where there is one, and the code. */
  private static String summary(Check check) {
    return check
        .finding()
        .map(finding ->
            finding.at().map(at -> at + ": ").orElse("")
                + finding.summary()
                + " ("
                + finding.code().id()
                + ")")
        .orElse(check.summary());
  }
}
