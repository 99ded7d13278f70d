package dev.secretsync.saved;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.RunInfo;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;

/** What holds for every plan: saved and read again, it is the same one. */
public final class ReadBack {
  private static final RunInfo RUN = new RunInfo("0.1.0", Instant.parse("2026-11-21T12:00:00Z"));

  private ReadBack() {}

  /** The document that a plan is saved as. */
  static byte[] document(Plan plan) {
    StringWriter out = new StringWriter();
    new SavedPlan(plan, RUN, RUN.now().plus(Duration.ofHours(24))).writeDocument(out);
    return out.toString().getBytes(US_ASCII);
  }

  public static void assertTheSame(Plan plan) {
    SavedPlan read = PlanDocument.read(document(plan), RUN.version());
    assertThat(read.plan()).isEqualTo(plan);
    assertThat(read.run()).isEqualTo(RUN);
    assertThat(read.expires()).isEqualTo("2026-11-22T12:00:00Z");
  }

  /** The document that an offline plan is saved as. */
  static byte[] document(OfflinePlan plan) {
    StringWriter out = new StringWriter();
    new SavedOfflinePlan(plan, RUN).writeDocument(out);
    return out.toString().getBytes(US_ASCII);
  }

  public static void assertTheSame(OfflinePlan plan) {
    byte[] document = document(plan);
    assertThat(OfflineReader.read(StrictJson.read(document), document, RUN.version()))
        .isEqualTo(new SavedOfflinePlan(plan, RUN));
  }
}
