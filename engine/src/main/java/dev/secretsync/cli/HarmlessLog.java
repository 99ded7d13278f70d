package dev.secretsync.cli;

import dev.secretsync.report.ci.WorkflowCommand;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Keeps the runner of GitHub Actions from taking a line of an answer for a command (cli.md 2.7).
 * Names are harmless before they are printed; this holds should one of them not be. Where
 * annotations were asked for, the runner has to listen, and the first of the two is what holds.
 */
final class HarmlessLog implements AutoCloseable {
  private final PrintStream out;
  private final Optional<String> token;

  private HarmlessLog(PrintStream out, Optional<String> token) {
    this.out = out;
    this.token = token;
  }

  /** Begins before the answer, where that is text for people in a log of GitHub Actions. */
  static HarmlessLog of(Command command, Invocation invocation) {
    boolean log =
        "true".equals(invocation.env().get("GITHUB_ACTIONS"))
            && command.flags().contains(Flag.NO_COLOR)
            && command.flags().contains(Flag.JSON)
            && !invocation.has(Flag.JSON)
            && !invocation.has(Flag.MARKDOWN)
            && !invocation.has(Flag.ANNOTATIONS);
    PrintStream out = invocation.terminal().out();
    Optional<String> token = log ? Optional.of(ReportFiles.unguessable()) : Optional.empty();
    token.map(WorkflowCommand::stop).ifPresent(line -> print(line, out));
    return new HarmlessLog(out, token);
  }

  private static void print(String line, PrintStream out) {
    out.print(line + "\n");
    out.flush();
  }

  @Override
  public void close() {
    token.map(WorkflowCommand::resume).ifPresent(line -> print(line, out));
  }
}
