package dev.secretsync.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a Secret holds, alike for the side of Git and the side of a cluster, so that they compare.
 *
 * @param type the Secret's type, {@code Opaque} where nothing was said
 * @param immutable whether the API server refuses changes of {@code data}
 * @param data values by key, already base64-decoded
 * @param labels all labels
 * @param annotations all annotations
 */
public record SecretContent(
    String type,
    boolean immutable,
    SortedMap<String, SecretBytes> data,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations) {

  /** The type that Kubernetes gives a Secret which names none. */
  public static final String DEFAULT_TYPE = "Opaque";

  public SecretContent {
    data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /** The same with one more annotation. */
  public SecretContent annotated(String key, String value) {
    SortedMap<String, String> more = new TreeMap<>(annotations);
    more.put(key, value);
    return new SecretContent(type, immutable, data, labels, more);
  }
}
