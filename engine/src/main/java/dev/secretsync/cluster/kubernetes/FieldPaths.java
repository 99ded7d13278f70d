package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import dev.secretsync.model.SecretContent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Names of fields as people read them, from {@code FieldsV1} (KEP-555) and from what we write:
 * {@code data.password}, {@code metadata.labels[team]}, {@code type}.
 */
final class FieldPaths {
  private FieldPaths() {}

  /** The leaves of the {@code fieldsV1} object that the parser stands on. */
  static SortedSet<String> leaves(JsonParser fieldsV1) throws IOException {
    SortedSet<String> leaves = new TreeSet<>();
    collect(fieldsV1, new ArrayDeque<>(), leaves);
    return leaves;
  }

  /** The fields that a server-side apply of {@code content} makes ours. */
  static SortedSet<String> of(SecretContent content) {
    SortedSet<String> paths = new TreeSet<>();
    paths.add("type");
    if (content.immutable()) {
      paths.add("immutable");
    }
    content.data().keySet().forEach(key -> paths.add(name(List.of("data", key))));
    content.labels().keySet().forEach(l -> paths.add(name(List.of("metadata", "labels", l))));
    content
        .annotations()
        .keySet()
        .forEach(a -> paths.add(name(List.of("metadata", "annotations", a))));
    return paths;
  }

  private static void collect(JsonParser json, Deque<String> path, SortedSet<String> into)
      throws IOException {
    var seen = EnumSet.noneOf(Child.class);
    Json.fields(
        json,
        field -> {
          if (field.startsWith("f:")) {
            seen.add(Child.FIELD);
            path.addLast(field.substring("f:".length()));
            collect(json, path, into);
            path.removeLast();
          } else {
            seen.add(field.equals(".") ? Child.SELF : Child.ELEMENT);
            json.skipChildren();
          }
        });
    boolean leaf = seen.isEmpty() || (seen.contains(Child.ELEMENT) && !seen.contains(Child.FIELD));
    if (leaf && !path.isEmpty()) {
      into.add(name(List.copyOf(path)));
    }
  }

  /** What an object of {@code FieldsV1} can hold. */
  private enum Child {
    /** {@code f:name}. */
    FIELD,
    /** {@code k:{...}} or {@code v:...}, an element of a list; the list is what we show. */
    ELEMENT,
    /** {@code .}, who made the map or list itself; no leaf. */
    SELF
  }

  private static String name(List<String> path) {
    boolean keyed =
        path.size() == 3
            && path.getFirst().equals("metadata")
            && (path.get(1).equals("labels") || path.get(1).equals("annotations"));
    return keyed ? "metadata." + path.get(1) + "[" + path.getLast() + "]" : String.join(".", path);
  }
}
