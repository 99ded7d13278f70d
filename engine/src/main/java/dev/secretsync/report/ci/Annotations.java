package dev.secretsync.report.ci;

import dev.secretsync.model.SourceLocation;
import dev.secretsync.report.Document;
import dev.secretsync.report.Remark;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/**
 * Remarks as annotations of GitHub Actions (cli.md 2.7), beside the lines that they are about. Of
 * one step GitHub shows ten errors and ten warnings and drops the others without a word, so the
 * others are counted here.
 */
public final class Annotations {
  private static final int MOST = 10;

  private Annotations() {}

  /** Writes a workflow command for each. */
  public static void write(Document document, PrintWriter out) {
    List<Remark> remarks = Remark.of(document);
    List<Remark> errors = of(Remark.Level.ERROR, remarks);
    List<Remark> warnings = of(Remark.Level.WARNING, remarks);
    errors.stream().limit(MOST).forEach(remark -> out.print(line("error", remark)));
    warnings.stream().limit(MOST).forEach(remark -> out.print(line("warning", remark)));
    int moreErrors = Math.max(0, errors.size() - MOST);
    int moreWarnings = Math.max(0, warnings.size() - MOST);
    if (moreErrors + moreWarnings > 0) {
      out.print(
          WorkflowCommand.of("notice")
              .with("title", "secretsync " + document.command())
              .line(
                  Shown.count(moreErrors, "more error")
                      + " and "
                      + Shown.count(moreWarnings, "more warning")
                      + ": see the log"));
    }
    out.flush();
  }

  private static List<Remark> of(Remark.Level level, List<Remark> remarks) {
    return remarks.stream().filter(remark -> remark.level() == level).toList();
  }

  private static String line(String name, Remark remark) {
    WorkflowCommand command = WorkflowCommand.of(name);
    Optional<SourceLocation> at = remark.at();
    if (at.isPresent()) {
      command =
          command
              .with("file", at.get().file())
              .with("line", String.valueOf(at.get().line()))
              .with("col", String.valueOf(at.get().column()));
    }
    String words = Shown.name(remark.words());
    boolean named = remark.words().contains(remark.subject());
    return command
        .with("title", remark.code().id())
        .line((named ? "" : Shown.name(remark.subject()) + ": ") + words);
  }
}
