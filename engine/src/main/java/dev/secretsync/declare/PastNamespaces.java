package dev.secretsync.declare;

import dev.secretsync.document.Document;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Problems;
import dev.secretsync.source.PastFiles;
import dev.secretsync.source.SourceFile;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Namespaces that earlier commits put Secrets into. They are looked at as well, because there is no
 * state file and the last declaration of a namespace may have been removed.
 *
 * @param namespaces those of Secrets and agents, which may be in any cluster
 * @param hosted those of control planes, by the name of the cluster that hosted them
 * @param complete whether the whole history was looked at
 */
public record PastNamespaces(
    SortedSet<String> namespaces, SortedMap<String, SortedSet<String>> hosted, boolean complete) {
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");

  public PastNamespaces {
    namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
    hosted = Collections.unmodifiableSortedMap(new TreeMap<>(hosted));
  }

  /** When there is no past. */
  public static PastNamespaces none() {
    return new PastNamespaces(Collections.emptySortedSet(), Collections.emptySortedMap(), true);
  }

  /** The namespaces that {@code past} declared, explicitly, as an agent namespace or of Argo CD. */
  public static PastNamespaces of(PastFiles past) {
    SortedSet<String> namespaces = new TreeSet<>();
    SortedMap<String, SortedSet<String>> hosted = new TreeMap<>();
    for (SourceFile file : past.files()) {
      if (FileReader.mayBeOurs(file)) {
        for (Document document : YamlReader.read(file.path(), file.text(), new Problems())) {
          Fields root = Fields.of(document.root());
          namespace(root)
              .ifPresent(namespace ->
                  host(root)
                      .map(cluster -> hosted.computeIfAbsent(cluster, name -> new TreeSet<>()))
                      .orElse(namespaces)
                      .add(namespace));
        }
      }
    }
    return new PastNamespaces(namespaces, hosted, past.complete());
  }

  /** The cluster that a control plane is in: its namespace is looked at there alone. */
  private static Optional<String> host(Fields root) {
    return root.text("kind")
        .filter("ControlPlane"::equals)
        .flatMap(kind -> root.at("spec").text("cluster"));
  }

  private static Optional<String> namespace(Fields root) {
    Optional<String> found =
        switch (root.text("kind").orElse("")) {
          case "ManagedSecret" -> root.at("spec").text("namespace");
          case "Secret" ->
              root.get("sops").isPresent()
                  ? root.at("metadata").text("namespace")
                  : Optional.empty();
          case "Cluster" ->
              Optional.of(
                  root.at("spec")
                      .text("agentNamespace")
                      .orElse(ClusterDeclaration.DEFAULT_AGENT_NAMESPACE));
          case "ControlPlane" ->
              root.at("spec")
                  .get("argocd")
                  .map(argocd ->
                      Fields.of(argocd)
                          .text("namespace")
                          .orElse(ControlPlane.Product.ArgoCd.DEFAULT_NAMESPACE));
          default -> Optional.empty();
        };
    boolean ours =
        root.text("apiVersion")
            .filter(v -> v.equals("v1") || v.startsWith("secretsync.dev/"))
            .isPresent();
    return found.filter(n -> ours && NAMESPACE.matcher(n).matches());
  }
}
