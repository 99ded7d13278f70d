package dev.secretsync.resolve;

import static java.util.Objects.requireNonNull;

import dev.secretsync.cluster.FieldManager;
import dev.secretsync.cluster.FieldManager.Operation;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Lookout;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.Observation.Labelled;
import dev.secretsync.cluster.Observation.NamespaceState;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a cluster holds, as a plain model for tests that try thousands of fleets: it carries out
 * writes as server-side apply does, and remembers who made every object, whatever its labels say.
 * How real servers answer is proved against real servers, not here.
 */
final class ModelCluster {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final String LAST_APPLIED_PREFIX = "kubectl.kubernetes.io/";

  private final String identity;
  private final SortedMap<String, SortedMap<String, LiveSecret>> namespaces = new TreeMap<>();
  private final Set<String> madeByOthers = new HashSet<>();
  private final Set<String> forbidden = new HashSet<>();
  private final SortedMap<String, SortedMap<String, String>> namespaceLabels = new TreeMap<>();
  private boolean discoveryForbidden;
  private boolean unreachable;
  private boolean anonymous;
  private int clock;

  ModelCluster(String identity) {
    this.identity = identity;
  }

  void createNamespace(String namespace) {
    namespaces.computeIfAbsent(namespace, any -> new TreeMap<>());
  }

  /** Somebody labels a namespace, which is made if it is not there; these are all its labels. */
  void labelNamespace(String namespace, Map<String, String> labels) {
    createNamespace(namespace);
    namespaceLabels.put(namespace, new TreeMap<>(labels));
  }

  boolean hasNamespace(String namespace) {
    return namespaces.containsKey(namespace);
  }

  /** Whether we may not list namespaces, so that nothing is found by labels. */
  void forbidDiscovery(boolean now) {
    discoveryForbidden = now;
  }

  private SortedMap<String, LiveSecret> secretsOf(String namespace) {
    return requireNonNull(namespaces.get(namespace), namespace);
  }

  void deleteNamespace(String namespace) {
    namespaces.remove(namespace);
    namespaceLabels.remove(namespace);
  }

  void unreachable(boolean now) {
    unreachable = now;
  }

  /** Whether we may not read namespace kube-system, so that the cluster has no known identity. */
  void anonymous(boolean now) {
    anonymous = now;
  }

  void forbid(String namespace) {
    forbidden.add(namespace);
  }

  void allow(String namespace) {
    forbidden.remove(namespace);
  }

  boolean isReadable() {
    return !unreachable;
  }

  /** Somebody who is not us creates it, or replaces it by another object of the name. */
  LiveSecret put(SecretRef ref, SecretContent content, Optional<Instant> created) {
    return put(ref, content, created, "kubectl-create", false, false);
  }

  LiveSecret put(
      SecretRef ref,
      SecretContent content,
      Optional<Instant> created,
      String manager,
      boolean terminating,
      boolean controlled) {
    createNamespace(ref.namespace());
    String uid = nextUid();
    madeByOthers.add(uid);
    LiveSecret made =
        new LiveSecret(
            ref,
            uid,
            nextVersion(),
            created.orElse(now()),
            terminating,
            controlled,
            content,
            List.of(entry(manager, Operation.UPDATE, content)));
    secretsOf(ref.namespace()).put(ref.name(), made);
    return made;
  }

  /** Somebody who is not us edits it in place, and manages what changed. */
  void edit(SecretRef ref, SecretContent content) {
    LiveSecret seen = find(ref).orElseThrow();
    SortedSet<String> before = fields(seen.content());
    SortedSet<String> changed = changedFields(seen.content(), content);
    List<FieldManager> managers = new ArrayList<>();
    SortedSet<String> gone = new TreeSet<>(before);
    gone.removeAll(fields(content));
    for (FieldManager manager : seen.managers()) {
      keep(manager, minus(minus(manager.fields(), changed), gone), managers);
    }
    if (!changed.isEmpty()) {
      managers.add(new FieldManager("kubectl-edit", Operation.UPDATE, Optional.of(now()), changed));
    }
    store(seen, content, managers);
  }

  /** Somebody who is not us deletes it. */
  void remove(SecretRef ref) {
    namespaces.getOrDefault(ref.namespace(), new TreeMap<>()).remove(ref.name());
  }

  Optional<LiveSecret> find(SecretRef ref) {
    return Optional.ofNullable(namespaces.get(ref.namespace()))
        .flatMap(secrets -> Optional.ofNullable(secrets.get(ref.name())));
  }

  /** Every Secret of every namespace. */
  List<LiveSecret> secrets() {
    return namespaces.values().stream().flatMap(one -> one.values().stream()).toList();
  }

  /** Whether the object was made by somebody who is not us. */
  boolean madeByOthers(LiveSecret secret) {
    return madeByOthers.contains(secret.uid());
  }

  Observation observe(String name, Lookout lookout) {
    if (unreachable) {
      return new Observation.Unreadable(
          Diagnostic.error(Code.CLUSTER_UNREACHABLE, name, "did not answer", "try again later"));
    }
    Labelled labelled =
        lookout
            .labelled()
            .map(selector -> labelled(name, selector))
            .orElseGet(Labelled.NotAsked::new);
    SortedSet<String> scope = new TreeSet<>(lookout.namespaces());
    if (labelled instanceof Labelled.Found found) {
      scope.addAll(found.namespaces().keySet());
    }
    SortedMap<String, NamespaceState> seen = new TreeMap<>();
    for (String namespace : scope) {
      if (forbidden.contains(namespace)) {
        seen.put(
            namespace,
            new NamespaceState.Unknown(
                Diagnostic.error(
                    Code.CLUSTER_FORBIDDEN,
                    name + "/" + namespace,
                    "may not list secrets",
                    "grant list on secrets")));
      } else if (namespaces.containsKey(namespace)) {
        seen.put(namespace, new NamespaceState.Listed(namespaces.get(namespace)));
      } else {
        seen.put(namespace, new NamespaceState.Absent());
      }
    }
    return new Observation.Read(
        anonymous ? Optional.empty() : Optional.of(identity), seen, labelled);
  }

  private Labelled labelled(String name, LabelSelector selector) {
    if (discoveryForbidden) {
      return new Labelled.Unknown(
          Diagnostic.error(
              Code.CLUSTER_FORBIDDEN, name, "may not list namespaces", "grant list on namespaces"));
    }
    SortedMap<String, SortedMap<String, String>> found = new TreeMap<>(namespaceLabels);
    found.values().removeIf(labels -> !selector.matches(labels));
    return new Labelled.Found(found);
  }

  // ---- what we write ----

  void create(SecretRef ref, SecretContent content) {
    if (find(ref).isPresent()) {
      throw new IllegalStateException(ref + " exists already");
    }
    createNamespace(ref.namespace());
    LiveSecret made =
        new LiveSecret(
            ref,
            nextUid(),
            nextVersion(),
            now(),
            false,
            false,
            content,
            List.of(entry(Marks.MANAGER, Operation.UPDATE, content)));
    secretsOf(ref.namespace()).put(ref.name(), made);
  }

  /**
   * Forced server-side apply: what we managed and no longer name goes, what others manage stays.
   */
  void update(LiveSecret seen, SecretContent want) {
    LiveSecret live = exactly(seen);
    if (!live.content().type().equals(want.type())) {
      throw new IllegalStateException("the type of " + live.ref() + " cannot be changed");
    }
    SortedSet<String> theirs = new TreeSet<>();
    SortedSet<String> ours = new TreeSet<>();
    live.managers().forEach(m -> (Ownership.isUs(m) ? ours : theirs).addAll(m.fields()));
    SortedSet<String> dropped = minus(minus(ours, theirs), fields(want));
    SecretContent merged =
        new SecretContent(
            live.content().type(),
            want.immutable() || live.content().immutable(),
            merged(live.content().data(), want.data(), dropped, "data.%s"),
            merged(live.content().labels(), want.labels(), dropped, "metadata.labels[%s]"),
            merged(
                live.content().annotations(),
                want.annotations(),
                dropped,
                "metadata.annotations[%s]"));
    List<FieldManager> managers = new ArrayList<>();
    SortedSet<String> taken = changedFields(live.content(), merged);
    live.managers().stream()
        .filter(m -> !Ownership.isUs(m))
        .forEach(m -> keep(m, minus(m.fields(), taken), managers));
    managers.add(entry(Marks.MANAGER, Operation.APPLY, want));
    store(live, merged, managers);
  }

  void delete(LiveSecret seen) {
    remove(exactly(seen).ref());
  }

  /** Our marks and our entries come off, everything else stays (R38). */
  void release(LiveSecret seen) {
    LiveSecret live = exactly(seen);
    SortedMap<String, String> labels = new TreeMap<>(live.content().labels());
    labels.remove(Marks.INSTALLATION);
    labels.remove(Marks.MANAGED_BY, Marks.MANAGER);
    SortedMap<String, String> annotations = new TreeMap<>(live.content().annotations());
    annotations.keySet().removeIf(key -> key.startsWith(Marks.RESERVED_PREFIX));
    SecretContent left =
        new SecretContent(
            live.content().type(),
            live.content().immutable(),
            live.content().data(),
            labels,
            annotations);
    store(live, left, live.managers().stream().filter(m -> !Ownership.isUs(m)).toList());
    // whoever reads it from now on has to take it for somebody's who is not us
    madeByOthers.add(live.uid());
  }

  private LiveSecret exactly(LiveSecret seen) {
    LiveSecret live =
        find(seen.ref()).orElseThrow(() -> new IllegalStateException(seen.ref() + " is gone"));
    if (!live.uid().equals(seen.uid()) || !live.resourceVersion().equals(seen.resourceVersion())) {
      throw new IllegalStateException(seen.ref() + " is not the object that was seen");
    }
    return live;
  }

  private void store(LiveSecret seen, SecretContent content, List<FieldManager> managers) {
    secretsOf(seen.ref().namespace())
        .put(
            seen.ref().name(),
            new LiveSecret(
                seen.ref(),
                seen.uid(),
                nextVersion(),
                seen.created(),
                seen.terminating(),
                seen.controlled(),
                content,
                managers));
  }

  private static <V> SortedMap<String, V> merged(
      SortedMap<String, V> live, SortedMap<String, V> want, Set<String> dropped, String field) {
    SortedMap<String, V> merged = new TreeMap<>(live);
    merged.keySet().removeIf(key -> dropped.contains(field.formatted(key)));
    merged.putAll(want);
    return merged;
  }

  private static void keep(FieldManager from, SortedSet<String> fields, List<FieldManager> to) {
    if (!fields.isEmpty()) {
      to.add(new FieldManager(from.manager(), from.operation(), from.time(), fields));
    }
  }

  private FieldManager entry(String manager, Operation operation, SecretContent content) {
    return new FieldManager(manager, operation, Optional.of(now()), fields(content));
  }

  private static SortedSet<String> minus(SortedSet<String> all, SortedSet<String> some) {
    SortedSet<String> left = new TreeSet<>(all);
    left.removeAll(some);
    return left;
  }

  private static SortedSet<String> fields(SecretContent content) {
    SortedSet<String> fields = new TreeSet<>();
    fields.add("type");
    content.data().keySet().forEach(key -> fields.add("data." + key));
    content.labels().keySet().forEach(key -> fields.add("metadata.labels[" + key + "]"));
    content.annotations().keySet().stream()
        .filter(key -> !key.startsWith(LAST_APPLIED_PREFIX))
        .forEach(key -> fields.add("metadata.annotations[" + key + "]"));
    return fields;
  }

  private static SortedSet<String> changedFields(SecretContent from, SecretContent to) {
    SortedSet<String> changed = new TreeSet<>();
    changed(from.data(), to.data(), "data.%s", changed);
    changed(from.labels(), to.labels(), "metadata.labels[%s]", changed);
    changed(from.annotations(), to.annotations(), "metadata.annotations[%s]", changed);
    return changed;
  }

  private static <V> void changed(
      Map<String, V> from, Map<String, V> to, String field, SortedSet<String> changed) {
    to.forEach((key, value) -> {
      if (!value.equals(from.get(key))) {
        changed.add(field.formatted(key));
      }
    });
  }

  private Instant now() {
    return START.plusSeconds(clock);
  }

  private String nextUid() {
    clock++;
    return identity + "-" + clock;
  }

  private String nextVersion() {
    clock++;
    return Integer.toString(clock);
  }
}
