package dev.secretsync.report.text;

import dev.secretsync.plan.Plan;
import dev.secretsync.policy.Wave;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** In which order apply goes through the clusters, a line for each wave (cli.md 6.4). */
final class WavesText {
  private static final int NAMES = 5;

  private WavesText() {}

  static void write(Plan plan, PrintWriter out) {
    if (plan.waves().isEmpty() || !plan.hasChanges()) {
      return;
    }
    out.println("Waves, one after the other:");
    for (int i = 0; i < plan.waves().size(); i++) {
      out.println("  " + (i + 1) + ". " + words(plan.waves().get(i), i + 1 < plan.waves().size()));
    }
    out.println();
  }

  private static String words(Wave wave, boolean more) {
    List<String> words = new ArrayList<>();
    words.add(Shown.name(wave.name()) + ": " + names(wave));
    wave.maxParallel().ifPresent(many -> words.add(many + " at once"));
    wave.maxFailed().ifPresent(many -> words.add(many == 0 ? "none may fail" : many + " may fail"));
    if (wave.requireVerified()) {
      words.add("read back");
    }
    if (more && wave.pause().isPositive()) {
      words.add("then a pause of " + words(wave.pause()));
    }
    return String.join(" · ", words);
  }

  private static String names(Wave wave) {
    String first =
        wave.clusters().stream().limit(NAMES).map(Shown::name).collect(Collectors.joining(", "));
    int more = wave.clusters().size() - NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private static String words(Duration pause) {
    long seconds = pause.toSeconds();
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
