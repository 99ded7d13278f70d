package dev.secretsync.demo;

import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Embedded API servers by kubeconfig context.
 *
 * @param byContext running until this is closed
 */
record EmbeddedClusters(SortedMap<String, EmbeddedApiServer> byContext) implements AutoCloseable {

  static EmbeddedClusters start(List<String> contexts) {
    SortedMap<String, EmbeddedApiServer> started = new TreeMap<>();
    contexts.forEach(context -> started.put(context, EmbeddedApiServer.start()));
    return new EmbeddedClusters(started);
  }

  EmbeddedApiServer in(String context) {
    EmbeddedApiServer cluster = byContext.get(context);
    if (cluster == null) {
      throw new IllegalArgumentException("no embedded cluster in context " + context);
    }
    return cluster;
  }

  @Override
  public void close() {
    byContext.values().forEach(EmbeddedApiServer::close);
  }
}
