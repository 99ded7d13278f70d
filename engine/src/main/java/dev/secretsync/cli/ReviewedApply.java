package dev.secretsync.cli;

import dev.secretsync.Planned;
import dev.secretsync.SecretSync;
import dev.secretsync.apply.Result;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.plan.Acknowledgement;
import dev.secretsync.plan.Bounds;
import dev.secretsync.plan.Plan;
import dev.secretsync.policy.Guard;
import dev.secretsync.report.DeviationsText;
import dev.secretsync.report.PlanText;
import dev.secretsync.report.ResultJson;
import dev.secretsync.report.ResultText;
import dev.secretsync.report.Shown;
import dev.secretsync.saved.SavedPlan;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code secretsync apply FILE}: plans anew and writes of that what a saved plan says. Nobody is
 * asked, because the saved plan is what was agreed to.
 */
final class ReviewedApply {
  private static final List<Flag> ABOUT_A_FILE =
      List.of(Flag.ALL_OR_NOTHING, Flag.REQUIRE_SIGNED_BY);

  private final Invocation invocation;
  private final Path file;

  private ReviewedApply(Invocation invocation, Path file) {
    this.invocation = invocation;
    this.file = file;
  }

  /** Where the first argument is a file; a repository is a folder. */
  static Optional<ReviewedApply> of(Invocation invocation) {
    List<String> arguments = invocation.line().getArgList();
    Optional<Path> file = arguments.stream().findFirst().flatMap(ReviewedApply::file);
    if (file.isEmpty() && arguments.size() > 1) {
      throw Invocation.usage(
          "there is no saved plan " + arguments.getFirst(), "make one with plan --out");
    }
    if (file.isEmpty()) {
      ABOUT_A_FILE.stream()
          .filter(invocation::has)
          .findFirst()
          .ifPresent(flag -> {
            throw Invocation.usage(
                "--" + flag.longName() + " is about a saved plan, and none was given",
                "give FILE before PATH");
          });
    }
    return file.map(path -> new ReviewedApply(invocation, path));
  }

  private static Optional<Path> file(String argument) {
    try {
      return Optional.of(Path.of(argument)).filter(Files::isRegularFile);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  int run() {
    if (invocation.has(Flag.AUTO_APPROVE)) {
      throw Invocation.usage(
          "a saved plan needs no approval, and --auto-approve was given", "leave it out");
    }
    Acknowledgement said = ApplyCommand.acknowledgement(invocation);
    SavedPlan saved = ShowCommand.read(file, invocation);
    refuseExpired(saved);
    RepositoryRun run = new RepositoryRun(invocation);
    try (Planned planned = run.plan(invocation.pathAfterFirst())) {
      ApplyCommand.refuseUnknownClusters(said, planned.plan());
      invocation.complain(planned.plan().diagnostics());
      Bounds bounds =
          SecretSync.bounds(
              saved.plan(), planned.plan(), planned.live(), invocation.has(Flag.ALL_OR_NOTHING));
      if (!invocation.has(Flag.JSON)) {
        show(saved, bounds, invocation.out());
      }
      if (bounds.plan().hasChanges() && bounds.plan().applyable()) {
        List<Diagnostic> refusals = unsaid(said, saved.plan(), bounds.plan());
        if (!refusals.isEmpty()) {
          return ApplyCommand.guarded(bounds.plan(), refusals, invocation);
        }
      }
      Result result = run.apply(planned, bounds, run.conduct(invocation.run()));
      invocation.answer(
          out -> {
            out.println();
            new ResultText(invocation.style()).write(result, out);
          },
          json -> ResultJson.write(result, invocation.runInfo(), json));
      return invocation.exit(result.exitCodes(), false);
    }
  }

  /**
   * What had to be said about guards and was not. The numbers are those of what will be written, or
   * those that were reviewed: a second run has less to do and is called in the same way.
   */
  private static List<Diagnostic> unsaid(Acknowledgement said, Plan reviewed, Plan bounded) {
    boolean saidOfReviewed =
        said.refusals(reviewed).isEmpty() && tripped(reviewed).containsAll(tripped(bounded));
    return saidOfReviewed ? List.of() : said.refusals(bounded);
  }

  private static Set<Tripped> tripped(Plan plan) {
    return plan.guards().stream()
        .filter(Guard::tripped)
        .map(guard -> new Tripped(guard.kind(), guard.cluster()))
        .collect(Collectors.toSet());
  }

  /** Which guard, whatever it counted. */
  private record Tripped(Guard.Kind kind, String cluster) {}

  private void refuseExpired(SavedPlan saved) {
    if (saved.expiredAt(invocation.clock().instant())) {
      throw new RefusedException(
          Diagnostic.error(
              Code.PLAN_EXPIRED,
              file.toString(),
              "was valid until " + Shown.time(saved.expires()) + "; nothing was written",
              "run plan again and have the new plan reviewed"));
    }
  }

  private void show(SavedPlan saved, Bounds bounds, PrintWriter out) {
    out.println(
        "Reviewed: the plan of commit "
            + saved.plan().revision().shortCommit()
            + ", made "
            + Shown.time(saved.run().now())
            + ". Nothing beyond it is written.");
    new PlanText(invocation.style(), invocation.runInfo()).write(bounds.plan(), out);
    new DeviationsText(invocation.style()).write(bounds.deviations(), out);
  }
}
