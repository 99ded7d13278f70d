package dev.secretsync.report.text;

import dev.secretsync.report.Shown;
import dev.secretsync.shard.Sizing;
import java.io.PrintWriter;
import java.util.Locale;

/** The shards of a fleet, for people. */
public final class ShardsText {
  private ShardsText() {}

  public static void write(Sizing sizing, PrintWriter out) {
    out.println("SHARD      CLUSTERS   SECRETS");
    for (Sizing.Sized one : sizing.shards()) {
      out.println(
          String.format(
              Locale.ROOT, "%-10s %8d %9d", one.shard().toString(), one.clusters(), one.weight()));
    }
    out.println();
    int clusters = sizing.shards().stream().mapToInt(Sizing.Sized::clusters).sum();
    int left = sizing.shards().getFirst().shard().of() - sizing.shards().size();
    out.println(
        Shown.count(clusters, "cluster")
            + " in "
            + Shown.count(sizing.shards().size(), "shard")
            + (left == 0 ? "." : "; " + left + " more would have none and are left out."));
    out.flush();
  }
}
