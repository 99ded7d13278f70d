package dev.secretsync.credentials;

import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.model.SecretContent;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/**
 * A program that finds Secrets by a label and reads credentials from their keys. Errors are for
 * what it would not use at all.
 */
public interface CredentialReader {
  /** What labels, annotations and the names of keys tell, without any value. */
  List<Finding> names(
      SortedMap<String, String> labels,
      SortedMap<String, String> annotations,
      Collection<String> keys);

  /** What the values tell, each of which is there. */
  List<Finding> values(SecretContent content);

  /** Tells {@code found} about Secrets of one namespace that it takes for each other. */
  void together(Collection<DesiredSecret> namespace, BiConsumer<DesiredSecret, Finding> found);
}
