package dev.secretsync.cli;

import dev.secretsync.crypt.ed25519.VerifyingKeys;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.report.Document;
import dev.secretsync.report.Shown;
import dev.secretsync.report.markdown.OfflineMarkdown;
import dev.secretsync.report.markdown.PlanMarkdown;
import dev.secretsync.report.text.OfflineText;
import dev.secretsync.report.text.PlanText;
import dev.secretsync.saved.AnyPlan;
import dev.secretsync.saved.PlanFile;
import dev.secretsync.saved.SavedOfflinePlan;
import dev.secretsync.saved.SavedPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code secretsync show}: a saved plan, as {@code plan} showed it. */
final class ShowCommand {
  private ShowCommand() {}

  static int run(Invocation invocation) {
    ReportFiles reports = ReportFiles.of(invocation);
    List<String> arguments = invocation.line().getArgList();
    if (arguments.size() != 1) {
      throw Invocation.usage(
          "show takes one FILE, got " + arguments.size(),
          arguments.size() > 1 && invocation.has(Flag.MARKDOWN)
              ? "--markdown takes none here and prints: name the plan alone, and redirect it"
              : "name the file that plan --out wrote");
    }
    if (invocation.has(Flag.JSON) && invocation.has(Flag.MARKDOWN)) {
      throw Invocation.usage("--json and --markdown exclude each other", "give one of them");
    }
    String file = arguments.getFirst();
    return switch (any(Path.of(file), invocation)) {
      case SavedPlan saved -> show(saved, file, reports, invocation);
      case SavedOfflinePlan saved -> show(saved, reports, invocation);
    };
  }

  private static AnyPlan any(Path file, Invocation invocation) {
    return invocation.has(Flag.REQUIRE_SIGNED_BY)
        ? read(file, invocation)
        : PlanFile.readAny(file, false, Version.current());
  }

  private static int show(
      SavedPlan saved, String file, ReportFiles reports, Invocation invocation) {
    invocation.complain(saved.plan().diagnostics());
    if (saved.expiredAt(invocation.clock().instant())) {
      invocation.complain(
          List.of(
              Diagnostic.warning(
                  Code.PLAN_EXPIRED,
                  file,
                  "expired at " + Shown.time(saved.expires()) + ", and apply refuses it",
                  "plan again with --out")));
    }
    invocation.answer(
        out -> {
          if (invocation.has(Flag.MARKDOWN)) {
            PlanMarkdown.write(saved.plan(), saved.run(), Optional.of(saved.expires()), out);
          } else {
            new PlanText(invocation.style(), saved.run()).write(saved.plan(), out);
            SavedPlanText.write(saved, file, out);
          }
        },
        saved::writeDocument);
    return reports.writeAgain(
        new Document.Planned(saved.plan(), saved.run(), Optional.of(saved.expires())),
        saved.plan().exitCodes(),
        invocation);
  }

  private static int show(SavedOfflinePlan saved, ReportFiles reports, Invocation invocation) {
    invocation.complain(saved.plan().diagnostics());
    invocation.answer(
        out -> {
          if (invocation.has(Flag.MARKDOWN)) {
            OfflineMarkdown.write(saved.plan(), saved.run(), out);
          } else {
            new OfflineText(invocation.style(), saved.run()).write(saved.plan(), out);
          }
        },
        saved::writeDocument);
    return reports.writeAgain(
        new Document.Offline(saved.plan(), saved.run()), saved.plan().exitCodes(), invocation);
  }

  /** Reads a saved plan, and first of all looks at the signature that is required of it. */
  static SavedPlan read(Path file, Invocation invocation) {
    return invocation
        .value(Flag.REQUIRE_SIGNED_BY)
        .map(keys -> PlanFile.read(file, VerifyingKeys.read(Path.of(keys)), Version.current()))
        .orElseGet(() -> PlanFile.read(file, Version.current()));
  }
}
