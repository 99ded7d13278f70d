package dev.secretsync.cli;

import dev.secretsync.report.Shown;
import dev.secretsync.saved.SavedPlan;
import java.io.PrintWriter;

/** What is said about a saved plan below the plan itself. */
final class SavedPlanText {
  private SavedPlanText() {}

  static void write(SavedPlan saved, String file, PrintWriter out) {
    out.println();
    out.println(
        "Saved to "
            + Shown.name(file)
            + ", valid until "
            + Shown.time(saved.expires())
            + ", no secret values inside.");
    saved
        .signer()
        .ifPresent(signer ->
            out.println(
                saved.verified()
                    ? "Signed by " + signer + "."
                    : "Signed by " + signer + " as it says itself; --require-signed-by verifies."));
    if (saved.plan().missesShard()) {
      out.println("It cannot be applied: the plan of a shard is missing.");
    } else if (!saved.plan().applyable()) {
      out.println("It cannot be applied: a rule refuses what Git declares.");
    }
    if (!saved.plan().complete() && !saved.plan().missesShard()) {
      out.println("It is incomplete: apply writes nothing where nothing could be read.");
    }
    out.flush();
  }
}
