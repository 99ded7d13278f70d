package dev.secretsync.report.markdown;

import dev.secretsync.model.SecretAddress;
import dev.secretsync.report.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What did not fit: counted, so that nobody takes a part for the whole. */
final class Omitted {
  private final SortedSet<String> clusters = new TreeSet<>();
  private int changes;
  private int others;

  void change(SecretAddress address) {
    changes++;
    clusters.add(address.cluster());
  }

  /** A line about something else than a Secret. */
  void other() {
    others++;
  }

  /**
   * A line that says it; empty when all is there.
   *
   * @param more where the rest is to be found
   */
  String words(String more) {
    List<String> parts = new ArrayList<>();
    if (changes > 0) {
      parts.add(
          Shown.count(changes, "more change") + " in " + Shown.count(clusters.size(), "cluster"));
    }
    if (others > 0) {
      parts.add(Shown.count(others, "more line"));
    }
    return parts.isEmpty() ? "" : "… " + String.join(" and ", parts) + ": " + more + "\n\n";
  }
}
