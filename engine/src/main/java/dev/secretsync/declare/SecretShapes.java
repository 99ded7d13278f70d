package dev.secretsync.declare;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SourceLocation;
import java.util.List;
import java.util.Set;

/** Which keys the API server wants in Secrets of its own types (security.md K7). */
final class SecretShapes {
  private SecretShapes() {}

  /** Reports the keys that {@code type} needs and {@code keys} lacks. */
  static void check(String type, Set<String> keys, SourceLocation at, List<Diagnostic> problems) {
    List<String> missing =
        switch (type) {
          case "kubernetes.io/dockerconfigjson" -> missing(keys, ".dockerconfigjson");
          case "kubernetes.io/dockercfg" -> missing(keys, ".dockercfg");
          case "kubernetes.io/tls" -> missing(keys, "tls.crt", "tls.key");
          case "kubernetes.io/ssh-auth" -> missing(keys, "ssh-privatekey");
          case "kubernetes.io/basic-auth" ->
              keys.contains("username") ? List.of() : missing(keys, "password");
          default -> List.of();
        };
    for (String key : missing) {
      problems.add(
          Diagnostic.error(
              Code.BAD_VALUE,
              at,
              "a Secret of type " + type + " needs key " + key,
              "add the key, or change the type"));
    }
  }

  private static List<String> missing(Set<String> keys, String... needed) {
    return List.of(needed).stream().filter(k -> !keys.contains(k)).toList();
  }
}
