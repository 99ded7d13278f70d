package dev.secretsync.trust;

import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.model.TrustChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How policies differ, by their names, in words that say which rule or limit it is about. */
final class PolicyChanges {
  private final String name;
  private final String file;
  private final List<TrustChange> found = new ArrayList<>();

  private PolicyChanges(String name, String file) {
    this.name = name;
    this.file = file;
  }

  static List<TrustChange> between(List<PolicyDeclaration> before, List<PolicyDeclaration> now) {
    SortedMap<String, PolicyDeclaration> olds = byName(before);
    SortedMap<String, PolicyDeclaration> news = byName(now);
    SortedSet<String> names = new TreeSet<>(olds.keySet());
    names.addAll(news.keySet());
    List<TrustChange> all = new ArrayList<>();
    for (String name : names) {
      PolicyDeclaration old = olds.get(name);
      PolicyDeclaration fresh = news.get(name);
      if (fresh == null && old != null) {
        PolicyChanges changes = new PolicyChanges(name, old.at().file());
        changes.say("removed");
        all.addAll(changes.found);
      } else if (fresh != null) {
        PolicyChanges changes = new PolicyChanges(name, fresh.at().file());
        if (old == null) {
          changes.say("added");
        }
        changes.compare(
            old == null ? Collections.emptySortedMap() : Parts.of(old), Parts.of(fresh));
        all.addAll(changes.found);
      }
    }
    return all;
  }

  private static SortedMap<String, PolicyDeclaration> byName(List<PolicyDeclaration> policies) {
    SortedMap<String, PolicyDeclaration> byName = new TreeMap<>();
    policies.forEach(policy -> byName.putIfAbsent(policy.name(), policy));
    return byName;
  }

  private void compare(
      SortedMap<String, SortedMap<String, String>> olds,
      SortedMap<String, SortedMap<String, String>> news) {
    olds.forEach((part, fields) -> {
      if (!news.containsKey(part)) {
        say(part + " removed" + words(fields));
      }
    });
    news.forEach((part, fields) -> {
      SortedMap<String, String> old = olds.get(part);
      if (old == null) {
        say(part + " added" + words(fields));
      } else if (!old.equals(fields)) {
        say(part + " changed: " + differences(old, fields));
      }
    });
  }

  private void say(String words) {
    found.add(new TrustChange(TrustChange.Kind.POLICY, file, "Policy " + name + ": " + words));
  }

  private static String words(SortedMap<String, String> fields) {
    return fields.isEmpty()
        ? ""
        : " ("
            + String.join(
                "; ", fields.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList())
            + ")";
  }

  private static String differences(
      SortedMap<String, String> old, SortedMap<String, String> fresh) {
    SortedSet<String> fields = new TreeSet<>(old.keySet());
    fields.addAll(fresh.keySet());
    return String.join(
        "; ",
        fields.stream()
            .filter(field -> !old.getOrDefault(field, "").equals(fresh.getOrDefault(field, "")))
            .map(field ->
                field
                    + " "
                    + old.getOrDefault(field, "none")
                    + " -> "
                    + fresh.getOrDefault(field, "none"))
            .toList());
  }
}
