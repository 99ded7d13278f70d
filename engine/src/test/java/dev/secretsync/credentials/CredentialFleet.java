package dev.secretsync.credentials;

import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import dev.secretsync.model.SourceLocation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Clusters that get Secrets with a label by which a program finds them. */
public final class CredentialFleet {
  private final String label;
  private final SortedMap<String, SortedMap<SecretRef, DesiredSecret>> secrets = new TreeMap<>();

  /** Every Secret carries {@code label}. */
  public CredentialFleet(String label) {
    this.label = label;
  }

  /** Git declares it in a file of its name. */
  public void declared(
      String cluster, String namespace, String name, String kind, Map<String, String> values) {
    Origin origin = new Origin.Declared(new SourceLocation(name + ".yaml", 4, 11), "");
    desired(SecretAddress.of(cluster, namespace, name), kind, values, origin);
  }

  /** Cluster east offers it under the same name. */
  public void offered(
      String cluster, String namespace, String name, String kind, Map<String, String> values) {
    Origin origin =
        new Origin.Collected(SecretAddress.of("east", "akuity", name), "uid", "uid/1", "main");
    desired(SecretAddress.of(cluster, namespace, name), kind, values, origin);
  }

  private void desired(
      SecretAddress address, String kind, Map<String, String> values, Origin origin) {
    SortedMap<String, SecretBytes> data = new TreeMap<>();
    values.forEach((key, value) -> data.put(key, SecretBytes.ofUtf8(value)));
    SecretContent content =
        new SecretContent(
            SecretContent.DEFAULT_TYPE,
            false,
            data,
            new TreeMap<>(Map.of(label, kind)),
            Collections.emptySortedMap());
    secrets
        .computeIfAbsent(address.cluster(), name -> new TreeMap<>())
        .put(address.ref(), new DesiredSecret(address, content, false, origin, List.of("test")));
  }

  /** All of them. */
  public DesiredState state() {
    SortedMap<String, DesiredCluster> clusters = new TreeMap<>();
    secrets.forEach((name, ofCluster) ->
        clusters.put(
            name,
            new DesiredCluster(
                name,
                name,
                Optional.empty(),
                ofCluster,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedSet(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap())));
    return new DesiredState(
        new Revision("0".repeat(40), "0".repeat(40), false),
        "test",
        clusters,
        Collections.emptySortedSet(),
        List.of(),
        List.of(),
        List.of());
  }
}
