package dev.secretsync.report.ci;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Drift.Cause;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.report.Document;
import dev.secretsync.report.Ending;
import dev.secretsync.report.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A document as a text file for Prometheus (cli.md 2.10), such as node_exporter collects. Names of
 * Secrets are labels only where that was asked for: they are many, and tell something.
 */
public final class Metrics {
  private static final Pattern SUCCESS =
      Pattern.compile(
          "(?m)^secretsync_last_success_timestamp_seconds\\{command=\"([a-z]{1,20})\"}"
              + " ([0-9]{1,12}(?:\\.[0-9]{1,9})?)$");

  private static final double MILLIS = 1000.0;

  private final StringBuilder text = new StringBuilder();
  private final boolean detailed;

  private Metrics(boolean detailed) {
    this.detailed = detailed;
  }

  /**
   * The whole file.
   *
   * @param before what the file holds so far: a run that fails leaves there when the last one
   *     succeeded
   */
  public static String text(Document document, Ending ending, boolean detailed, String before) {
    Metrics metrics = new Metrics(detailed);
    metrics.about(document);
    metrics.run(document, ending, before);
    return metrics.text.toString();
  }

  private void about(Document document) {
    switch (document) {
      case Document.Planned d -> {
        clusters(d.plan());
        planned(d.plan());
        drifted(Drift.of(d.plan()), d.plan());
      }
      case Document.Drifted d -> {
        clusters(d.plan());
        drifted(d.drift(), d.plan());
        ignored(d.report(), d.plan());
      }
      case Document.Applied d -> {
        clusters(d.result().plan());
        family(
            "secretsync_applied_changes",
            "Changes of the last apply by how they ended.",
            d.result().changes().stream()
                .map(change ->
                    labels(
                        "cluster",
                        change.address().cluster(),
                        "action",
                        word(change.action()),
                        "outcome",
                        change.outcome().word())));
      }
      case Document.Offline d -> {}
      case Document.Validated d -> {}
      case Document.Failed d -> {}
    }
    family(
        "secretsync_diagnostics",
        "Errors and warnings of the last run.",
        document.diagnostics().stream()
            .map(one -> labels("severity", severity(one), "code", one.code().id())));
  }

  private static String severity(Diagnostic one) {
    return one.isError() ? "error" : "warning";
  }

  private void clusters(Plan plan) {
    head("secretsync_cluster_up", "Whether the cluster could be read.");
    plan.clusters()
        .values()
        .forEach(cluster ->
            sample(
                "secretsync_cluster_up",
                labels("cluster", cluster.name()),
                cluster.unreadable().isEmpty() ? "1" : "0"));
  }

  private void planned(Plan plan) {
    family(
        "secretsync_planned_changes",
        "Secrets that the last plan would change, or that it refuses, by action.",
        plan.changes().stream()
            .filter(change -> change.action() != Action.NO_OP)
            .map(this::planned));
    family(
        "secretsync_secrets_in_sync",
        "Secrets that are as they should be.",
        plan.changes().stream()
            .filter(change -> change.action() == Action.NO_OP)
            .map(change -> labels("cluster", change.address().cluster())));
  }

  private String planned(PlannedChange change) {
    String cluster = change.address().cluster();
    return detailed
        ? labels(
            "cluster",
            cluster,
            "action",
            word(change.action()),
            "namespace",
            change.address().ref().namespace(),
            "secret",
            change.address().ref().name())
        : labels("cluster", cluster, "action", word(change.action()));
  }

  /**
   * A zero for each cluster all of whose Secrets could be read, so that an alert can tell none from
   * unknown.
   */
  private void drifted(Drift drift, Plan plan) {
    String name = "secretsync_drifted_secrets";
    SortedMap<String, Integer> counts = new TreeMap<>();
    Set<String> partly =
        plan.changes().stream()
            .filter(change -> change.action() == Action.UNKNOWN)
            .map(change -> change.address().cluster())
            .collect(Collectors.toUnmodifiableSet());
    plan.clusters().values().stream()
        .filter(cluster -> cluster.unreadable().isEmpty() && !detailed)
        .filter(cluster -> !partly.contains(cluster.name()))
        .forEach(cluster -> {
          for (Cause cause : Cause.values()) {
            counts.put(labels("cluster", cluster.name(), "cause", word(cause)), 0);
          }
        });
    drift
        .secrets()
        .forEach(secret ->
            secret.fields().stream()
                .map(Drift.DriftedField::cause)
                .distinct()
                .map(cause -> drifted(secret, cause))
                .forEach(labels -> counts.merge(labels, 1, Integer::sum)));
    head(name, "Managed Secrets that others changed, by what happened to them.");
    counts.forEach((labels, count) -> sample(name, labels, String.valueOf(count)));
  }

  private String drifted(Drift.DriftedSecret secret, Cause cause) {
    String cluster = secret.address().cluster();
    return detailed
        ? labels(
            "cluster",
            cluster,
            "cause",
            word(cause),
            "namespace",
            secret.address().ref().namespace(),
            "secret",
            secret.address().ref().name())
        : labels("cluster", cluster, "cause", word(cause));
  }

  /** So that an alert can see a rule that hides more and more. */
  private void ignored(DriftReport report, Plan plan) {
    String name = "secretsync_ignored_drift_secrets";
    SortedMap<String, Integer> counts = new TreeMap<>();
    plan.clusters().values().stream()
        .filter(cluster -> cluster.unreadable().isEmpty())
        .forEach(cluster -> counts.put(labels("cluster", cluster.name()), 0));
    report.ignored().stream()
        .flatMap(one -> one.drift().secrets().stream())
        .map(Drift.DriftedSecret::address)
        .distinct()
        .forEach(address -> counts.merge(labels("cluster", address.cluster()), 1, Integer::sum));
    head(name, "Managed Secrets that others changed in ways that the policy ignores for now.");
    counts.forEach((labels, count) -> sample(name, labels, String.valueOf(count)));
  }

  private void run(Document document, Ending ending, String before) {
    String now = seconds(document.run().now().toEpochMilli());
    String command = labels("command", document.command());
    String last = "secretsync_last_run_timestamp_seconds";
    head(last, "When the last run ended.");
    sample(last, labels("command", document.command(), "result", word(ending.exit())), now);
    Map<String, String> successes = successes(before);
    if (ending.succeeded()) {
      successes.put(document.command(), now);
    }
    String success = "secretsync_last_success_timestamp_seconds";
    if (!successes.isEmpty()) {
      head(success, "When a run last did what it was asked to.");
      successes.forEach((name, when) -> sample(success, labels("command", name), when));
    }
    String code = "secretsync_exit_code";
    head(code, "What the last run exited with.");
    sample(code, command, String.valueOf(ending.exit().number()));
    Optional<String> took = ending.took().map(duration -> seconds(duration.toMillis()));
    if (took.isPresent()) {
      String name = "secretsync_run_duration_seconds";
      head(name, "How long the last run took.");
      sample(name, command, took.get());
    }
    String build = "secretsync_build_info";
    head(build, "What wrote this.");
    sample(
        build,
        labels(
            "version",
            document.run().version(),
            "java",
            String.valueOf(Runtime.version().feature())),
        "1");
  }

  private static Map<String, String> successes(String before) {
    Map<String, String> found = new TreeMap<>();
    Matcher lines = SUCCESS.matcher(before);
    while (lines.find()) {
      found.put(lines.group(1), lines.group(2));
    }
    return found;
  }

  /** A metric that counts how often each set of labels comes. */
  private void family(String name, String help, Stream<String> samples) {
    SortedMap<String, Long> counts =
        samples.collect(
            Collectors.groupingBy(labels -> labels, TreeMap::new, Collectors.counting()));
    if (!counts.isEmpty()) {
      head(name, help);
      counts.forEach((labels, count) -> sample(name, labels, String.valueOf(count)));
    }
  }

  private void head(String name, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
  }

  private void sample(String name, String labels, String value) {
    text.append(name).append(labels).append(' ').append(value).append('\n');
  }

  private static String labels(String... namesAndValues) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      pairs.add(namesAndValues[i] + "=\"" + escaped(namesAndValues[i + 1]) + "\"");
    }
    return "{" + String.join(",", pairs) + "}";
  }

  private static String escaped(String value) {
    return Shown.name(value).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / MILLIS);
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }
}
