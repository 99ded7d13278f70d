package dev.secretsync.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** One condition of a {@link LabelSelector} on one label (R70-R76). */
public sealed interface LabelRequirement {
  /** The label that it is about: an optional DNS prefix, a slash, a name (R78). */
  String key();

  /** Whether {@code labels} meet it. */
  boolean matches(Map<String, String> labels);

  /** The label is there with one of the values; never met where it is absent (R73). */
  record In(String key, SortedSet<String> values) implements LabelRequirement {
    public In {
      values = sorted(values);
    }

    @Override
    public boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return value != null && values.contains(value);
    }

    @Override
    public String toString() {
      return values.size() == 1
          ? key + "=" + values.first()
          : key + " in (" + String.join(",", values) + ")";
    }
  }

  /**
   * The label has none of the values; met where it is absent (R73). What {@code !=} means (R76).
   */
  record NotIn(String key, SortedSet<String> values) implements LabelRequirement {
    public NotIn {
      values = sorted(values);
    }

    @Override
    public boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return value == null || !values.contains(value);
    }

    @Override
    public String toString() {
      return key + " notin (" + String.join(",", values) + ")";
    }
  }

  /** The label is there, whatever its value. */
  record Exists(String key) implements LabelRequirement {
    @Override
    public boolean matches(Map<String, String> labels) {
      return labels.containsKey(key);
    }

    @Override
    public String toString() {
      return key;
    }
  }

  /** The label is not there. */
  record DoesNotExist(String key) implements LabelRequirement {
    @Override
    public boolean matches(Map<String, String> labels) {
      return !labels.containsKey(key);
    }

    @Override
    public String toString() {
      return "!" + key;
    }
  }

  private static SortedSet<String> sorted(SortedSet<String> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a set of values cannot be empty (R72)");
    }
    return Collections.unmodifiableSortedSet(new TreeSet<>(values));
  }
}
