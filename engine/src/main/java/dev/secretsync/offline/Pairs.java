package dev.secretsync.offline;

import dev.secretsync.declare.ManagedSecret;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Finds the declarations of one revision again in the other. Git has no identity for them, so the
 * best evidence goes first: the place in the fleet under the same name, then the name, then a place
 * under another name, then ciphertext that nobody could make twice, then the document itself.
 */
final class Pairs {
  /** A declaration before and after; one of them may be missing. */
  record Pair(Optional<ManagedSecret> before, Optional<ManagedSecret> after) {}

  /** What a plain Secret, whose name alone need not be its own, is called. */
  private record FullName(String id, Optional<String> namespace, String file) {}

  private final Declared base;
  private final Declared head;
  private final Addresses inBase;
  private final Addresses inHead;

  /** What is still without the other half. */
  private final SortedMap<Place, ManagedSecret> before;

  private final SortedMap<Place, ManagedSecret> after;
  private final List<Pair> pairs = new ArrayList<>();

  Pairs(Declared base, Declared head, Addresses inBase, Addresses inHead) {
    this.base = base;
    this.head = head;
    this.inBase = inBase;
    this.inHead = inHead;
    this.before = byPlace(base);
    this.after = byPlace(head);
  }

  private static SortedMap<Place, ManagedSecret> byPlace(Declared revision) {
    SortedMap<Place, ManagedSecret> secrets = new TreeMap<>();
    revision.declarations().secrets().forEach(secret -> secrets.put(Place.of(secret), secret));
    return secrets;
  }

  List<Pair> all() {
    bySharedPlace((one, other) -> one.id().equals(other.id()));
    byName(one -> new FullName(one.id(), one.namespace(), one.file()));
    byName(one -> new FullName(one.id(), one.namespace(), ""));
    byName(one -> new FullName(one.id(), Optional.empty(), one.file()));
    byName(ManagedSecret::id);
    bySharedPlace((_, _) -> true);
    byKey((revision, one) ->
        Optional.of(Ciphertexts.of(revision.declarations(), one)).filter(Ciphertexts::areTelling));
    byDocument();
    before.values().forEach(one -> pairs.add(new Pair(Optional.of(one), Optional.empty())));
    after.values().forEach(one -> pairs.add(new Pair(Optional.empty(), Optional.of(one))));
    return pairs;
  }

  private void bySharedPlace(BiPredicate<ManagedSecret, ManagedSecret> alike) {
    for (ManagedSecret now : List.copyOf(after.values())) {
      SortedMap<Place, Integer> shared = new TreeMap<>();
      inHead
          .of(now)
          .keySet()
          .forEach(address ->
              inBase
                  .owner(address)
                  .map(Place::of)
                  .filter(before::containsKey)
                  .ifPresent(old -> shared.merge(old, 1, Integer::sum)));
      shared.keySet().stream()
          .map(before::get)
          .filter(old -> alike.test(old, now))
          .max(
              Comparator.comparing((ManagedSecret old) -> shared.get(Place.of(old)))
                  .thenComparing(Place::of, Comparator.reverseOrder()))
          .ifPresent(old -> pair(old, now));
    }
  }

  private <K> void byName(Function<ManagedSecret, K> name) {
    byKey((_, secret) -> Optional.of(name.apply(secret)));
  }

  /** Pairs what alone has the key, on both sides. */
  private <K> void byKey(BiFunction<Declared, ManagedSecret, Optional<K>> key) {
    if (before.isEmpty() || after.isEmpty()) {
      return;
    }
    Map<K, List<ManagedSecret>> old = grouped(base, before, key);
    Map<K, List<ManagedSecret>> now = grouped(head, after, key);
    old.forEach((name, olds) -> {
      List<ManagedSecret> nows = now.getOrDefault(name, List.of());
      if (olds.size() == 1 && nows.size() == 1) {
        pair(olds.getFirst(), nows.getFirst());
      }
    });
  }

  private static <K> Map<K, List<ManagedSecret>> grouped(
      Declared revision,
      SortedMap<Place, ManagedSecret> secrets,
      BiFunction<Declared, ManagedSecret, Optional<K>> key) {
    Map<K, List<ManagedSecret>> grouped = new HashMap<>();
    for (ManagedSecret one : secrets.values()) {
      key.apply(revision, one)
          .ifPresent(name -> grouped.computeIfAbsent(name, _ -> new ArrayList<>()).add(one));
    }
    return grouped;
  }

  /** A document that was renamed in place: the same one of the same file, with the same keys. */
  private void byDocument() {
    for (ManagedSecret now : List.copyOf(after.values())) {
      Optional.ofNullable(before.get(Place.of(now)))
          .filter(old -> !old.data().isEmpty() && old.data().keySet().equals(now.data().keySet()))
          .ifPresent(old -> pair(old, now));
    }
  }

  private void pair(ManagedSecret old, ManagedSecret now) {
    before.remove(Place.of(old));
    after.remove(Place.of(now));
    pairs.add(new Pair(Optional.of(old), Optional.of(now)));
  }
}
