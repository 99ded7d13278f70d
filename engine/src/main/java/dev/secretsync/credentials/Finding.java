package dev.secretsync.credentials;

import dev.secretsync.model.Severity;
import java.util.Optional;

/**
 * What is wrong with one Secret, before it is known whom that concerns: the declaration in Git or
 * the cluster that offers it.
 *
 * @param key the key that it is about, for its place in a file
 */
public record Finding(Severity severity, Optional<String> key, String summary, String hint) {
  public static Finding error(String summary, String hint) {
    return new Finding(Severity.ERROR, Optional.empty(), summary, hint);
  }

  public static Finding error(String key, String summary, String hint) {
    return new Finding(Severity.ERROR, Optional.of(key), summary, hint);
  }

  public static Finding warning(String summary, String hint) {
    return new Finding(Severity.WARNING, Optional.empty(), summary, hint);
  }

  public static Finding warning(String key, String summary, String hint) {
    return new Finding(Severity.WARNING, Optional.of(key), summary, hint);
  }
}
