package dev.secretsync.model;

import java.util.Comparator;
import java.util.Optional;

/**
 * One thing that a cluster may allow to somebody, as RBAC names it.
 *
 * @param group API group; empty for the core
 * @param resource plural, with the subresource after a slash where there is one
 * @param verb such as {@code get}
 * @param namespace where; empty for the whole cluster
 * @param name the one object that it is about; empty for every object
 */
public record Permission(
    String group, String resource, String verb, Optional<String> namespace, Optional<String> name)
    implements Comparable<Permission> {
  private static final Comparator<Permission> ORDER =
      Comparator.comparing((Permission p) -> p.namespace().orElse(""))
          .thenComparing(Permission::group)
          .thenComparing(Permission::resource)
          .thenComparing(p -> p.name().orElse(""))
          .thenComparing(Permission::verb);

  /** On the Secrets of a namespace. */
  public static Permission secrets(String verb, String namespace) {
    return new Permission("", "secrets", verb, Optional.of(namespace), Optional.empty());
  }

  /** On everything of its kind, in the whole cluster. */
  public static Permission everywhere(String group, String resource, String verb) {
    return new Permission(group, resource, verb, Optional.empty(), Optional.empty());
  }

  /** To see one namespace. A Role inside it is enough: for RBAC, a namespace lies in itself. */
  public static Permission namespace(String name) {
    return new Permission("", "namespaces", "get", Optional.of(name), Optional.of(name));
  }

  /** For which objects, in words: {@code secrets in namespace payments}, {@code lease a in ...}. */
  public String objects() {
    String one = resource.substring(0, resource.length() - 1);
    String what = name.map(it -> one + " " + it).orElse(resource);
    if (resource.equals("namespaces") && name.isPresent()) {
      return what;
    }
    return what + namespace.map(in -> " in namespace " + in).orElse(" in the whole cluster");
  }

  @Override
  public int compareTo(Permission other) {
    return ORDER.compare(this, other);
  }
}
