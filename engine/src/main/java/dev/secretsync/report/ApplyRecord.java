package dev.secretsync.report;

import dev.secretsync.apply.Result;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.plan.Plan;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How an apply ended: what the file of {@code --result} says, and is read back as. */
public sealed interface ApplyRecord {
  PerformedRun run();

  Instant finished();

  /** Every exit code that applies. */
  Set<ExitCode> exitCodes();

  /** The same for reports; it is about the time at which the apply ended. */
  Document document();

  /** It did what it could. */
  record Ended(Result result, PerformedRun run, Instant finished) implements ApplyRecord {
    @Override
    public Set<ExitCode> exitCodes() {
      return result.exitCodes();
    }

    @Override
    public Document document() {
      return new Document.Applied(result, run, new RunInfo(run.version(), finished));
    }
  }

  /**
   * It was refused, and nothing was done.
   *
   * @param plan what would have been done, where that was known
   */
  record Refused(Optional<Plan> plan, List<Diagnostic> why, PerformedRun run, Instant finished)
      implements ApplyRecord {
    public Refused {
      why = why.stream().sorted().distinct().toList();
    }

    @Override
    public Set<ExitCode> exitCodes() {
      Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
      why.stream()
          .filter(Diagnostic::isError)
          .map(diagnostic -> diagnostic.code().exitCode())
          .forEach(codes::add);
      plan.ifPresent(planned -> codes.addAll(planned.exitCodes()));
      return codes;
    }

    @Override
    public Document document() {
      return new Document.Failed("apply", why, new RunInfo(run.version(), finished));
    }
  }
}
