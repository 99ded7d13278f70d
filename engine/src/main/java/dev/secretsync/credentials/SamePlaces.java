package dev.secretsync.credentials;

import dev.secretsync.desired.DesiredSecret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The Secrets of one namespace by the place that their URL leads to, which is a value and never
 * told.
 *
 * @param <K> the kinds of Secrets that a program keeps apart
 */
public final class SamePlaces<K extends Comparable<K>> {
  private static final int MOST_NAMED = 3;

  private final Map<K, Map<String, List<DesiredSecret>>> places = new TreeMap<>();

  /** Takes a Secret and the place as the program compares it. */
  public void add(K kind, String place, DesiredSecret secret) {
    places
        .computeIfAbsent(kind, k -> new TreeMap<>())
        .computeIfAbsent(place, p -> new ArrayList<>())
        .add(secret);
  }

  /** The Secrets of a kind by their place. */
  public Map<String, List<DesiredSecret>> of(K kind) {
    return places.getOrDefault(kind, Collections.emptyMap());
  }

  /**
   * Tells {@code found} about each Secret with the place of another one.
   *
   * @param key the key that the place stands under
   * @param hint what to do about it
   */
  public void find(String key, Function<K, String> hint, BiConsumer<DesiredSecret, Finding> found) {
    places.forEach((kind, byPlace) ->
        byPlace.values().stream()
            .filter(alike -> alike.size() > 1)
            .forEach(alike ->
                alike.forEach(secret ->
                    found.accept(secret, same(key, others(secret, alike), hint.apply(kind))))));
  }

  /** A few Secrets with where they come from. */
  public static String named(List<DesiredSecret> secrets) {
    String names =
        secrets.stream()
            .limit(MOST_NAMED)
            .map(secret -> secret.address().ref().name() + " (" + secret.origin().words() + ")")
            .collect(Collectors.joining(", "));
    return secrets.size() <= MOST_NAMED
        ? names
        : names + " and " + (secrets.size() - MOST_NAMED) + " more";
  }

  private static Finding same(String key, List<DesiredSecret> others, String hint) {
    return Finding.warning(
        key, "key " + key + " leads to the same place as that of " + named(others), hint);
  }

  private static List<DesiredSecret> others(DesiredSecret secret, List<DesiredSecret> alike) {
    return alike.stream().filter(other -> !other.address().equals(secret.address())).toList();
  }
}
