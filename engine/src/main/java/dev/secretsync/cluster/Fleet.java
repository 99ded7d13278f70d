package dev.secretsync.cluster;

import dev.secretsync.cluster.ClusterOpener.Opening;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Progress;
import dev.secretsync.model.Running;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The clusters of one run, looked at side by side. One that cannot be opened or read is unknown and
 * does not hold up the others.
 */
public final class Fleet implements AutoCloseable {
  private final SortedMap<String, Opening> openings;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Fleet(SortedMap<String, Opening> openings) {
    this.openings = openings;
  }

  /**
   * Opens every cluster.
   *
   * @param contexts kubeconfig context by declared cluster name
   */
  public static Fleet open(SortedMap<String, String> contexts, ClusterOpener opener) {
    SortedMap<String, Opening> openings = new TreeMap<>();
    contexts.forEach((name, context) -> openings.put(name, opener.open(name, context)));
    return new Fleet(openings);
  }

  /**
   * Begins to read every cluster at once, each on a virtual thread; {@link Running#result} waits
   * for them.
   *
   * @param wanted what to look at, by declared cluster name; no other cluster is contacted
   */
  public Future<LiveState> observe(SortedMap<String, Lookout> wanted, Progress progress) {
    AtomicInteger done = new AtomicInteger();
    SortedMap<String, Future<Observation>> running = new TreeMap<>();
    wanted.forEach((name, lookout) ->
        running.put(
            name,
            threads.submit(() -> {
              Observation seen = observe(name, lookout);
              progress.step("clusters read", done.incrementAndGet(), wanted.size());
              return seen;
            })));
    return threads.submit(() -> {
      SortedMap<String, Observation> observations = new TreeMap<>();
      running.forEach((name, one) -> observations.put(name, Running.result(one)));
      return new LiveState(observations);
    });
  }

  private Observation observe(String name, Lookout lookout) {
    return switch (openings.get(name)) {
      case null -> throw new IllegalStateException("cluster " + name + " was not opened");
      case Opening.Opened opened -> opened.cluster().observe(lookout);
      case Opening.Refused refused -> new Observation.Unreadable(refused.why());
    };
  }

  /** What the kubeconfig asks for and should not, for every cluster. */
  public List<Diagnostic> warnings() {
    return openings.values().stream()
        .filter(Opening.Opened.class::isInstance)
        .flatMap(opening -> ((Opening.Opened) opening).warnings().stream())
        .toList();
  }

  /** How opening the cluster of that name ended. */
  public Opening opening(String name) {
    return Optional.ofNullable(openings.get(name))
        .orElseThrow(() -> new IllegalStateException("cluster " + name + " was not opened"));
  }

  /** The clusters that could be opened, by declared name. */
  public Map<String, Cluster> clusters() {
    SortedMap<String, Cluster> opened = new TreeMap<>();
    openings.forEach((name, opening) -> {
      if (opening instanceof Opening.Opened one) {
        opened.put(name, one.cluster());
      }
    });
    return Collections.unmodifiableSortedMap(opened);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clusters().values().forEach(Cluster::close);
  }
}
