package dev.secretsync.cli;

import dev.secretsync.GitOnly;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.report.Document;
import dev.secretsync.report.json.DiagnosticsJson;
import dev.secretsync.report.text.DiagnosticsText;
import java.util.List;

/** {@code secretsync validate}. */
final class ValidateCommand {
  private ValidateCommand() {}

  static int run(Invocation invocation) {
    ReportFiles reports = ReportFiles.of(invocation);
    reports.begin("validate", invocation);
    List<Diagnostic> found = GitOnly.validate(RepositoryRun.request(invocation));
    long errors = found.stream().filter(Diagnostic::isError).count();
    long warnings = found.size() - errors;
    invocation.answer(
        out -> {
          new DiagnosticsText(invocation.style()).write(found, out);
          out.println(
              errors == 0
                  ? invocation.style().success("Valid.")
                      + (warnings == 0 ? "" : " " + counted(warnings, "warning") + ".")
                  : counted(errors, "error")
                      + (warnings == 0 ? "." : ", " + counted(warnings, "warning") + "."));
        },
        json -> DiagnosticsJson.write(found, json));
    return reports.write(
        new Document.Validated(found, invocation.runInfo()),
        found.stream().filter(Diagnostic::isError).map(d -> d.code().exitCode()).toList(),
        false,
        invocation);
  }

  private static String counted(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }
}
