package dev.secretsync.declare;

import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
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
 * @param kargos names of the clusters that hosted a Kargo: its projects are found there by a label
 * @param complete whether the whole history was looked at
 */
public record PastNamespaces(
    SortedSet<String> namespaces,
    SortedMap<String, SortedSet<String>> hosted,
    SortedSet<String> kargos,
    boolean complete) {

  public PastNamespaces {
    namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
    hosted = Collections.unmodifiableSortedMap(new TreeMap<>(hosted));
    kargos = Collections.unmodifiableSortedSet(new TreeSet<>(kargos));
  }

  /** When there never was a Kargo. */
  public PastNamespaces(
      SortedSet<String> namespaces, SortedMap<String, SortedSet<String>> hosted, boolean complete) {
    this(namespaces, hosted, Collections.emptySortedSet(), complete);
  }

  /** When there is no past. */
  public static PastNamespaces none() {
    return new PastNamespaces(Collections.emptySortedSet(), Collections.emptySortedMap(), true);
  }

  /** The namespaces that {@code past} declared, explicitly, of agents or of control planes. */
  public static PastNamespaces of(PastFiles past) {
    Search search = new Search();
    for (SourceFile file : past.files()) {
      if (FileReader.mayBeOurs(file)) {
        for (Document document : YamlReader.read(file.path(), file.text(), new Problems())) {
          search.document(Fields.of(document.root()));
        }
      }
    }
    return search.found(past.complete());
  }

  /** What was found so far; whatever is not a name of a namespace is passed over. */
  private static final class Search {
    private static final Pattern NAMESPACE =
        Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");

    private final SortedSet<String> namespaces = new TreeSet<>();
    private final SortedMap<String, SortedSet<String>> hosted = new TreeMap<>();
    private final SortedSet<String> kargos = new TreeSet<>();

    /** Where control planes of a name were. */
    private final SortedMap<String, SortedSet<String>> hosts = new TreeMap<>();

    /** Projects that Secrets named, by the name of their control plane. */
    private final SortedMap<String, SortedSet<String>> projects = new TreeMap<>();

    void document(Fields root) {
      String version = root.text("apiVersion").orElse("");
      String kind = root.text("kind").orElse("");
      Fields spec = root.at("spec");
      if (version.equals("v1") && kind.equals("Secret") && root.get("sops").isPresent()) {
        root.at("metadata").text("namespace").ifPresent(name -> add(namespaces, name));
      } else if (version.startsWith("secretsync.dev/")) {
        switch (kind) {
          case "ManagedSecret" -> managedSecret(spec);
          case "Cluster" ->
              add(
                  namespaces,
                  spec.text("agentNamespace").orElse(ClusterDeclaration.DEFAULT_AGENT_NAMESPACE));
          case "ControlPlane" ->
              spec.text("cluster")
                  .ifPresent(host -> controlPlane(root.at("metadata").text("name"), host, spec));
          default -> {}
        }
      }
    }

    private void managedSecret(Fields spec) {
      spec.text("namespace").ifPresent(name -> add(namespaces, name));
      spec.text("controlPlane")
          .ifPresent(plane -> {
            SortedSet<String> named = at(projects, plane);
            for (Node element : spec.at("projects").elements("names")) {
              Fields.text(element).ifPresent(name -> add(named, name));
            }
          });
    }

    private void controlPlane(Optional<String> name, String host, Fields spec) {
      name.ifPresent(plane -> at(hosts, plane).add(host));
      spec.get("argocd")
          .map(Fields::of)
          .ifPresent(argocd ->
              add(
                  at(hosted, host),
                  argocd.text("namespace").orElse(Product.ArgoCd.DEFAULT_NAMESPACE)));
      spec.get("kargo")
          .map(Fields::of)
          .ifPresent(kargo -> {
            kargos.add(host);
            KargoFields.kargo(kargo, Optional.empty())
                .namespaces()
                .forEach(shared -> add(at(hosted, host), shared));
          });
    }

    /** A project was in the cluster of its Kargo; where that is not known, it may be in any. */
    PastNamespaces found(boolean complete) {
      projects.forEach((plane, names) -> {
        if (hosts.containsKey(plane)) {
          hosts.get(plane).forEach(host -> at(hosted, host).addAll(names));
        } else {
          namespaces.addAll(names);
        }
      });
      hosted.values().removeIf(SortedSet::isEmpty);
      return new PastNamespaces(namespaces, hosted, kargos, complete);
    }

    private static SortedSet<String> at(SortedMap<String, SortedSet<String>> map, String key) {
      return map.computeIfAbsent(key, any -> new TreeSet<>());
    }

    private static void add(SortedSet<String> names, String name) {
      if (NAMESPACE.matcher(name).matches()) {
        names.add(name);
      }
    }
  }
}
