package dev.secretsync.access;

import dev.secretsync.model.Permission;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One rule of a Role or ClusterRole.
 *
 * @param group API group; empty for the core
 * @param verbs reading ones first
 * @param names the objects that it is about; empty for every object
 */
public record Rule(String group, String resource, List<String> names, List<String> verbs) {
  private static final List<String> ORDER =
      List.of("get", "list", "create", "update", "patch", "delete");

  public Rule {
    names = List.copyOf(names);
    verbs = List.copyOf(verbs);
  }

  private record About(String group, String resource, Optional<String> name) {}

  private record With(String group, String resource, boolean named, List<String> verbs) {}

  /**
   * The fewest rules that grant exactly these permissions, which are all for one place: for a name
   * only what is asked for that name, because a create cannot be limited to one.
   */
  static List<Rule> of(Collection<Permission> permissions) {
    Comparator<About> byAbout =
        Comparator.comparing(About::group)
            .thenComparing(About::resource)
            .thenComparing(about -> about.name().orElse(""));
    SortedMap<About, SortedSet<String>> verbs = new TreeMap<>(byAbout);
    for (Permission permission : permissions) {
      About about = new About(permission.group(), permission.resource(), permission.name());
      verbs
          .computeIfAbsent(about, _ -> new TreeSet<>(Comparator.comparingInt(ORDER::indexOf)))
          .add(permission.verb());
    }
    Comparator<With> byWith =
        Comparator.comparing(With::group)
            .thenComparing(With::resource)
            .thenComparing(With::named)
            .thenComparing(with -> String.join(" ", with.verbs()));
    SortedMap<With, SortedSet<String>> names = new TreeMap<>(byWith);
    verbs.forEach((about, allowed) -> {
      With with =
          new With(about.group(), about.resource(), about.name().isPresent(), List.copyOf(allowed));
      names.computeIfAbsent(with, _ -> new TreeSet<>()).addAll(about.name().stream().toList());
    });
    return names.entrySet().stream()
        .map(entry ->
            new Rule(
                entry.getKey().group(),
                entry.getKey().resource(),
                List.copyOf(entry.getValue()),
                entry.getKey().verbs()))
        .toList();
  }
}
