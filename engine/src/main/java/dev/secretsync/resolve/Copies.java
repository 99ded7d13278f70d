package dev.secretsync.resolve;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.declare.CopiedMetadata;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretContent;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes copies: name, type and data as they are (R17), the user's labels (R16, R18), and our marks.
 *
 * @param installation whose copies these are
 * @param commit what was read from Git when they are written
 */
record Copies(String installation, String commit) {
  /** Not immutable, whatever the source is: a source can be replaced, and its copy follows. */
  SecretContent of(LiveSecret source, Origin.Collected origin, Product product) {
    SortedMap<String, String> labels =
        new TreeMap<>(CopiedMetadata.labels(source.content().labels()));
    labels.put(Marks.MANAGED_BY, Marks.MANAGER);
    labels.put(Marks.INSTALLATION, installation);
    SortedMap<String, String> annotations =
        new TreeMap<>(CopiedMetadata.annotations(source.content().annotations()));
    annotations.putAll(product.onCopies());
    annotations.put(Marks.SOURCE_CLUSTER, origin.source().cluster());
    if (!origin.identity().isEmpty()) {
      annotations.put(Marks.SOURCE_IDENTITY, origin.identity());
    }
    annotations.put(Marks.SOURCE_SECRET, origin.source().ref().toString());
    annotations.put(Marks.SOURCE_VERSION, origin.version());
    annotations.put(Marks.CONTROL_PLANE, origin.controlPlane());
    annotations.put(Marks.SOURCE_COMMIT, commit);
    return new SecretContent(
        source.content().type(), false, source.content().data(), labels, annotations);
  }
}
