package dev.secretsync.diff;

import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A declared Secret on one cluster, as far as it may be shown.
 *
 * @param address where it belongs
 * @param type its Secret type
 * @param labels its labels, for policy to match on
 * @param fields the fields it declares, written {@code data.password}
 * @param origin where its content comes from
 * @param reasons which authorizations sent it to this cluster, in words
 */
public record Subject(
    SecretAddress address,
    String type,
    SortedMap<String, String> labels,
    SortedSet<String> fields,
    Origin origin,
    List<String> reasons) {
  public Subject {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    fields = Collections.unmodifiableSortedSet(new TreeSet<>(fields));
    reasons = List.copyOf(reasons);
  }
}
