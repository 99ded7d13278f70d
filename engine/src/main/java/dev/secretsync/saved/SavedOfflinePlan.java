package dev.secretsync.saved;

import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.json.OfflineJson;
import java.io.Writer;

/**
 * An offline plan that was saved, for another job to show: it can never be applied.
 *
 * @param run which version made it and when
 */
public record SavedOfflinePlan(OfflinePlan plan, RunInfo run) implements AnyPlan {
  /** Writes its document, byte for byte as it was saved. */
  public void writeDocument(Writer out) {
    OfflineJson.write(plan, run, out);
  }
}
