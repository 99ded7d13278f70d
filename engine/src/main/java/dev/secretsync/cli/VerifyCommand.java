package dev.secretsync.cli;

import dev.secretsync.files.Verifying;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.report.json.VerificationJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;

/** {@code secretsync verify}. */
final class VerifyCommand {
  /** What says that a file is not as it was encrypted. */
  private static final Set<Code> INTEGRITY =
      Set.of(Code.DAMAGED_CIPHERTEXT, Code.MAC_MISMATCH, Code.PLAINTEXT_VALUE);

  private VerifyCommand() {}

  static int run(Invocation invocation) {
    return FileRun.run(invocation, VerifyCommand::verify, (_, said) -> exit(said));
  }

  private static int verify(FileRun run) {
    Invocation invocation = run.invocation();
    Verifying.Checked checked =
        new Verifying(
                run.keys(),
                run.rules(),
                invocation.has(Flag.REQUIRE_MAC),
                invocation.has(Flag.STRICT),
                run.problems())
            .verify(ManyFiles.paths(run));
    List<Diagnostic> found = run.problems().all();
    invocation.answer(
        out -> text(checked, found, invocation, out),
        json ->
            VerificationJson.write(
                checked.files(), checked.withMac(), checked.withoutMac(), found, json));
    return ExitCode.OK.number();
  }

  private static void text(
      Verifying.Checked checked, List<Diagnostic> found, Invocation invocation, PrintWriter out) {
    long errors = found.stream().filter(Diagnostic::isError).count();
    String files = counted(checked.files(), "file");
    out.println(
        errors == 0
            ? invocation.style().success(files + " verified.")
            : files + " checked, " + counted(errors, "error") + ".");
    if (checked.withoutMac() > 0) {
      out.println(
          counted(checked.withoutMac(), "file")
              + " checked without the MAC: no key of this run opens "
              + (checked.withoutMac() == 1 ? "it." : "them."));
    }
  }

  private static String counted(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  private static int exit(List<Diagnostic> said) {
    List<Code> errors = said.stream().filter(Diagnostic::isError).map(Diagnostic::code).toList();
    if (errors.stream().anyMatch(INTEGRITY::contains)) {
      return SopsExit.MAC_MISMATCH.number();
    }
    return (errors.isEmpty() ? SopsExit.OK : SopsExit.GENERIC).number();
  }
}
