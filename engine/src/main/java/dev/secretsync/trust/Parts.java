package dev.secretsync.trust;

import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.declare.PolicyDeclaration.Limit;
import dev.secretsync.declare.PolicyDeclaration.Match;
import dev.secretsync.declare.PolicyDeclaration.Recipients;
import dev.secretsync.declare.PolicyDeclaration.Rule;
import dev.secretsync.declare.PolicyDeclaration.Wave;
import dev.secretsync.model.LabelSelector;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A policy taken apart into what people call its parts, each with its fields in words. Where a part
 * stands in the file is no part of it: moving a rule changes nothing.
 */
final class Parts {
  private final SortedMap<String, SortedMap<String, String>> parts = new TreeMap<>();

  private Parts() {}

  /** The fields of each part of {@code policy}, by the name of the part. */
  static SortedMap<String, SortedMap<String, String>> of(PolicyDeclaration policy) {
    Parts all = new Parts();
    policy.rules().forEach(all::rule);
    policy.deletes().ifPresent(limit -> all.limit("deletes", limit));
    policy.changes().ifPresent(limit -> all.limit("changes", limit));
    policy.recipients().forEach(all::recipients);
    policy
        .protectedClusters()
        .ifPresent(guarded ->
            all.add("protected clusters", Map.of("selector", words(guarded.clusters()))));
    for (int i = 0; i < policy.waves().size(); i++) {
      all.wave(i + 1, policy.waves().get(i));
    }
    return all.parts;
  }

  private void rule(Rule rule) {
    SortedMap<String, String> fields = new TreeMap<>();
    Match match = rule.match();
    fields.put("effect", rule.effect().name().toLowerCase(Locale.ROOT));
    fields.put("reason", rule.reason().orElse(""));
    fields.put("clusters", match.clusters().map(Parts::words).orElse(""));
    fields.put("namespaces", words(match.namespaces()));
    fields.put("names", words(match.names()));
    fields.put("types", words(match.types()));
    fields.put("labels", match.labels().map(Parts::words).orElse(""));
    fields.put("keys", words(match.keys()));
    fields.put("actions", words(match.actions()));
    fields.put("owners", words(match.owners()));
    fields.put("paths", words(match.paths()));
    add("rule " + rule.name(), fields);
  }

  private void limit(String of, Limit limit) {
    SortedMap<String, String> fields = new TreeMap<>();
    limit.percent().ifPresent(percent -> fields.put("percent", String.valueOf(percent)));
    limit.floor().ifPresent(floor -> fields.put("floor", String.valueOf(floor)));
    add("limit of " + of, fields);
  }

  private void recipients(Recipients recipients) {
    add(
        "recipients of " + words(recipients.paths()),
        Map.of("require", words(recipients.require()), "allow", words(recipients.allow())));
  }

  private void wave(int place, Wave wave) {
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("place", String.valueOf(place));
    fields.put("selector", words(wave.clusters()));
    wave.maxParallel().ifPresent(number -> fields.put("maxParallel", String.valueOf(number)));
    fields.put("maxFailed", wave.maxFailed().orElse(""));
    fields.put("pause", wave.pause().map(Object::toString).orElse(""));
    fields.put("requireVerified", String.valueOf(wave.requireVerified()));
    add("wave " + wave.name(), fields);
  }

  /** Several may have one name. */
  private void add(String name, Map<String, String> fields) {
    String free = name;
    for (int i = 2; parts.containsKey(free); i++) {
      free = name + " (" + i + ")";
    }
    SortedMap<String, String> said = new TreeMap<>(fields);
    said.values().removeIf(String::isEmpty);
    parts.put(free, said);
  }

  private static String words(List<String> texts) {
    return String.join(", ", texts);
  }

  private static String words(LabelSelector selector) {
    return Optional.of(selector.toString()).filter(text -> !text.isEmpty()).orElse("all");
  }
}
