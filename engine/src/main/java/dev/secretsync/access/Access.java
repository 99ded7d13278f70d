package dev.secretsync.access;

import dev.secretsync.model.Permission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What secretsync must be allowed in one cluster, or in each of several (security.md K8). A Role
 * lives in a namespace, so nothing can be granted in one that is missing, and a right to create
 * namespaces would lead nowhere: who grants the Roles makes the namespaces too.
 *
 * @param contexts kubeconfig contexts by declared name of the clusters
 * @param permissions by identity; those of a namespace stand with that namespace
 * @param made namespaces that have to exist, and that anybody may make
 * @param others namespaces that somebody else makes, or made: those of a Kargo, and those that only
 *     earlier commits declared; they may be missing
 * @param leftOut of those, the ones that nothing but their existence may be asked about
 * @param projects whether more namespaces are found by a label, in which nothing is granted
 */
public record Access(
    SortedMap<String, String> contexts,
    Map<Identity, SortedSet<Permission>> permissions,
    SortedSet<String> made,
    SortedSet<String> others,
    SortedSet<String> leftOut,
    boolean projects) {
  public Access {
    contexts = Collections.unmodifiableSortedMap(new TreeMap<>(contexts));
    Map<Identity, SortedSet<Permission>> copy = new EnumMap<>(Identity.class);
    permissions.forEach((identity, all) ->
        copy.put(identity, Collections.unmodifiableSortedSet(new TreeSet<>(all))));
    permissions = Collections.unmodifiableMap(copy);
    made = Collections.unmodifiableSortedSet(new TreeSet<>(made));
    others = Collections.unmodifiableSortedSet(new TreeSet<>(others));
    leftOut = Collections.unmodifiableSortedSet(new TreeSet<>(leftOut));
  }

  /** What is enough in each of several clusters: more than some of them need by themselves. */
  public static Access inEach(Collection<Access> all) {
    SortedMap<String, String> contexts = new TreeMap<>();
    Map<Identity, SortedSet<Permission>> permissions = new EnumMap<>(Identity.class);
    SortedSet<String> made = new TreeSet<>();
    SortedSet<String> others = new TreeSet<>();
    SortedSet<String> leftOut = new TreeSet<>();
    boolean projects = false;
    for (Access one : all) {
      contexts.putAll(one.contexts());
      one.permissions()
          .forEach((identity, some) ->
              permissions.computeIfAbsent(identity, _ -> new TreeSet<>()).addAll(some));
      made.addAll(one.made());
      others.addAll(one.others());
      leftOut.addAll(one.leftOut());
      projects |= one.projects();
    }
    others.removeAll(made);
    leftOut.removeAll(made);
    return new Access(contexts, permissions, made, others, leftOut, projects);
  }

  /** Whether the same is needed in all clusters. */
  public static boolean isSame(Collection<Access> all) {
    return all.stream()
            .map(one ->
                List.of(one.permissions(), one.made(), one.others(), one.leftOut(), one.projects()))
            .distinct()
            .count()
        < 2;
  }

  /** The permissions of one identity. */
  public SortedSet<Permission> of(Identity identity) {
    return permissions.getOrDefault(identity, Collections.emptySortedSet());
  }

  /** The rules of an identity by namespace; under the empty one those of the whole cluster. */
  public SortedMap<Optional<String>, List<Rule>> rules(Identity identity) {
    SortedMap<Optional<String>, List<Permission>> byPlace =
        new TreeMap<>((a, b) -> a.orElse("").compareTo(b.orElse("")));
    for (Permission permission : of(identity)) {
      byPlace.computeIfAbsent(permission.namespace(), _ -> new ArrayList<>()).add(permission);
    }
    SortedMap<Optional<String>, List<Rule>> rules =
        new TreeMap<>((a, b) -> a.orElse("").compareTo(b.orElse("")));
    byPlace.forEach((place, some) -> rules.put(place, Rule.of(some)));
    return rules;
  }
}
