package dev.secretsync.cli;

import dev.secretsync.Planned;
import dev.secretsync.apply.Conduct;
import dev.secretsync.apply.Result;
import dev.secretsync.apply.Stop;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Nearest;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.Shard;
import dev.secretsync.plan.Acknowledgement;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Bounds;
import dev.secretsync.plan.Part;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.Document;
import dev.secretsync.report.PerformedRun;
import dev.secretsync.report.json.DiagnosticsJson;
import dev.secretsync.report.json.ResultJson;
import dev.secretsync.report.text.DeviationsText;
import dev.secretsync.report.text.PlanText;
import dev.secretsync.report.text.ResultText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code secretsync apply}: shows the plan, asks, writes, and says how each change ended. */
final class ApplyCommand {
  private ApplyCommand() {}

  static int run(Invocation invocation) {
    ReportFiles reports = ReportFiles.of(invocation);
    refuseUncommitted(invocation);
    Acknowledgement said = acknowledgement(invocation);
    Optional<Shard> shard = ShardFlag.of(invocation);
    PerformedRun performed =
        new PerformedRun(
            invocation.run(), Version.current(), invocation.clock().instant(), Optional.empty());
    try (ResultFile record = ResultFile.open(invocation, performed)) {
      try {
        Optional<Review> review = Review.of(invocation);
        if (review.isEmpty()) {
          refuseUnapproved(invocation);
        }
        review.map(Review::recorded).ifPresent(record::boundedBy);
        return apply(
            invocation,
            review,
            shard,
            said,
            review.map(Review::recorded).map(performed::boundedBy).orElse(performed),
            record,
            reports);
      } catch (RefusedException refused) {
        record.refused(refused.diagnostics());
        throw refused;
      }
    }
  }

  private static int apply(
      Invocation invocation,
      Optional<Review> review,
      Optional<Shard> shard,
      Acknowledgement said,
      PerformedRun performed,
      ResultFile record,
      ReportFiles reports) {
    reports.begin("apply", invocation);
    RepositoryRun run = new RepositoryRun(invocation);
    try (Planned planned =
        run.plan(
            review.isPresent() ? invocation.pathAfterFirst() : invocation.path(),
            review.map(one -> one.narrowed(shard)).orElse(shard))) {
      invocation.complain(planned.plan().diagnostics());
      Optional<Bounds> bounds = review.map(one -> one.bounds(planned));
      Plan plan = bounds.map(Bounds::plan).orElse(planned.plan());
      refuseUnknownClusters(said, plan);
      if (!invocation.has(Flag.JSON)) {
        show(plan, review, bounds, invocation);
      }
      if (plan.hasChanges() && plan.applyable()) {
        List<Diagnostic> refusals =
            review.map(one -> one.unsaid(said, plan)).orElseGet(() -> said.refusals(plan));
        if (!refusals.isEmpty()) {
          record.refused(plan, refusals);
          return guarded(plan, refusals, invocation, reports);
        }
        if (review.isEmpty() && !invocation.has(Flag.AUTO_APPROVE)) {
          ask(plan, invocation);
        }
      }
      record.planned(plan);
      Stop stop = new Stop();
      try (Interruption _ = Interruption.saidTo(stop, invocation.terminal().err())) {
        Conduct conduct = run.conduct(performed.runs().getFirst(), stop, record);
        Result result =
            record.finish(
                bounds
                    .map(one -> run.apply(planned, one, conduct))
                    .orElseGet(() -> run.apply(planned, conduct)));
        invocation.answer(
            out -> {
              out.println();
              new ResultText(invocation.style()).write(result, out);
            },
            json -> ResultJson.write(result, performed, invocation.clock().instant(), json));
        return reports.write(
            new Document.Applied(result, performed, invocation.runInfo()),
            result.exitCodes(),
            false,
            invocation);
      }
    }
  }

  private static void show(
      Plan plan, Optional<Review> review, Optional<Bounds> bounds, Invocation invocation) {
    PrintWriter out = invocation.out();
    review.ifPresent(one -> out.println(one.words()));
    new PlanText(invocation.style(), invocation.runInfo()).write(plan, out);
    bounds.ifPresent(one -> new DeviationsText(invocation.style()).write(one.deviations(), out));
  }

  private static void refuseUncommitted(Invocation invocation) {
    if (invocation.has(Flag.WORKTREE)) {
      throw Invocation.usage(
          "apply reads commits only: what it writes must be in Git", "commit first");
    }
  }

  private static void refuseUnapproved(Invocation invocation) {
    if (!invocation.has(Flag.AUTO_APPROVE) && invocation.has(Flag.JSON)) {
      throw Invocation.usage(
          "--json shows no plan that could be approved, and --auto-approve was not given",
          "give --auto-approve, or --json-into FILE in place of --json");
    }
    if (!invocation.has(Flag.AUTO_APPROVE) && !invocation.terminal().asks()) {
      throw Invocation.usage(
          "nobody can be asked here, and --auto-approve was not given",
          "give --auto-approve, or run it on a terminal");
    }
  }

  /** What the command line says about guards. */
  private static Acknowledgement acknowledgement(Invocation invocation) {
    return new Acknowledgement(
        invocation.count(Flag.ACCEPT_DELETES),
        invocation.count(Flag.ACCEPT_CHANGES),
        new TreeSet<>(invocation.values(Flag.ALLOW_EMPTY)));
  }

  private static void refuseUnknownClusters(Acknowledgement said, Plan plan) {
    SortedSet<String> known =
        plan.part().map(Part::fleet).orElseGet(() -> new TreeSet<>(plan.clusters().keySet()));
    said.emptied().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw Invocation.usage(
              "--allow-empty names no cluster that is declared: " + name,
              Nearest.hint(name, known, "clusters are " + String.join(", ", known)));
        });
  }

  /** Nothing was written, and nobody was asked. */
  private static int guarded(
      Plan plan, List<Diagnostic> refusals, Invocation invocation, ReportFiles reports) {
    invocation.complain(refusals);
    invocation.answer(_ -> {}, json -> DiagnosticsJson.write(refusals, json));
    Set<ExitCode> codes = plan.exitCodes();
    codes.add(ExitCode.GUARD);
    return reports.write(
        new Document.Failed("apply", refusals, invocation.runInfo()), codes, false, invocation);
  }

  /** Asks for a number instead of "yes", so that nobody agrees to a delete without seeing it. */
  private static void ask(Plan plan, Invocation invocation) {
    int destructive = plan.count(Action::isDestructive);
    PrintStream out = invocation.terminal().out();
    out.print(
        "\nThis destroys "
            + destructive
            + (destructive == 1 ? " Secret" : " Secrets")
            + ". Type that number to apply: ");
    out.flush();
    if (!typed(invocation).map(String::strip).equals(Optional.of(String.valueOf(destructive)))) {
      throw new RefusedException(
          Diagnostic.error(Code.APPROVAL, "", "not approved; nothing was written", ""));
    }
  }

  private static Optional<String> typed(Invocation invocation) {
    try {
      return Optional.ofNullable(
          new BufferedReader(
                  new InputStreamReader(invocation.terminal().in(), StandardCharsets.UTF_8))
              .readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
