package dev.secretsync.document;

import java.util.ArrayList;
import java.util.List;

/**
 * The comments of a node, as SOPS deals them out: those before an item stand above it, an inline
 * one behind its value, and those after the last item below that. Above the first item they belong
 * to the container. Each text is one line without {@code #}.
 *
 * <p>Where go-yaml would lose a comment, or show it at another value, it stands above: inline ones
 * of mappings and lists, and all but the first of one value.
 *
 * @param line none or one
 */
record YamlComments(List<String> head, List<String> line, List<String> foot) {
  static final YamlComments NONE = new YamlComments(List.of(), List.of(), List.of());

  /** The items of a container with their comments, and what stands above all of them. */
  record Grouped(List<String> head, List<Part> parts) {}

  /** An item that is no comment. */
  record Part(Node.Item item, YamlComments comments) {}

  YamlComments {
    head = List.copyOf(head);
    line = List.copyOf(line);
    foot = List.copyOf(foot);
  }

  static Grouped group(List<Node.Item> items) {
    List<Part> parts = new ArrayList<>();
    List<String> container = List.of();
    List<String> above = new ArrayList<>();
    List<String> inline = new ArrayList<>();
    for (Node.Item each : items) {
      Node.Item item = each;
      if (item instanceof Node.Comment(String text, boolean isInline, _)) {
        (isInline ? inline : above).addAll(lines(text));
        continue;
      }
      if (parts.isEmpty()) {
        Lifted lifted = item instanceof Node.Element ? lift(item) : new Lifted(List.of(), item);
        above.addAll(lifted.comments);
        container = List.copyOf(above);
        above.clear();
        item = lifted.item;
      }
      int kept = isOneLine(item) && !inline.isEmpty() ? 1 : 0;
      above.addAll(inline.subList(kept, inline.size()));
      parts.add(new Part(item, new YamlComments(above, inline.subList(0, kept), List.of())));
      above.clear();
      inline.clear();
    }
    above.addAll(inline);
    if (parts.isEmpty()) {
      return new Grouped(above, parts);
    }
    Part last = parts.removeLast();
    YamlComments closed = new YamlComments(last.comments.head, last.comments.line, above);
    parts.add(new Part(last.item, closed));
    return new Grouped(container, parts);
  }

  /** Comments that would stand behind the dash or colon of an item, and the item without them. */
  record Lifted(List<String> comments, Node.Item item) {}

  static Lifted lift(Node.Item item) {
    List<Node.Item> inside =
        switch (item) {
          case Node.Element(Node.Mapping mapping) -> mapping.items();
          case Node.Element(Node.Sequence sequence) -> sequence.items();
          case Node.Entry(_, _, Node.Mapping mapping) -> mapping.items();
          case Node.Entry(_, _, Node.Sequence sequence) -> sequence.items();
          case Node.Element _, Node.Entry _, Node.Comment _ -> List.of();
        };
    int start = 0;
    while (start < inside.size()
        && inside.get(start) instanceof Node.Comment(_, boolean isInline, _)
        && !isInline) {
      start++;
    }
    if (start == inside.size()) {
      return new Lifted(List.of(), item);
    }
    List<String> comments = new ArrayList<>();
    for (Node.Item comment : inside.subList(0, start)) {
      comments.addAll(comment instanceof Node.Comment c ? lines(c.text()) : List.of());
    }
    List<Node.Item> rest = new ArrayList<>(inside.subList(start, inside.size()));
    Lifted first = lift(rest.getFirst());
    comments.addAll(first.comments);
    rest.set(0, first.item);
    return new Lifted(comments, withItems(item, rest));
  }

  private static Node.Item withItems(Node.Item item, List<Node.Item> items) {
    return switch (item) {
      case Node.Element(Node.Mapping mapping) ->
          new Node.Element(new Node.Mapping(items, mapping.at()));
      case Node.Element(Node.Sequence sequence) ->
          new Node.Element(new Node.Sequence(items, sequence.at()));
      case Node.Entry(var key, var at, Node.Mapping mapping) ->
          new Node.Entry(key, at, new Node.Mapping(items, mapping.at()));
      case Node.Entry(var key, var at, Node.Sequence sequence) ->
          new Node.Entry(key, at, new Node.Sequence(items, sequence.at()));
      case Node.Element _, Node.Entry _, Node.Comment _ -> item;
    };
  }

  private static boolean isOneLine(Node.Item item) {
    return switch (item) {
      case Node.Entry(_, _, Node value) -> value instanceof Node.Scalar;
      case Node.Element(Node value) ->
          switch (value) {
            case Node.Mapping mapping -> mapping.items().isEmpty();
            case Node.Sequence sequence -> sequence.items().isEmpty();
            case Node.Scalar _ -> true;
          };
      case Node.Comment _ -> false;
    };
  }

  /** What stands above a container: its own comments, then those above its first item. */
  List<String> headWith(List<String> inside) {
    List<String> all = new ArrayList<>(head);
    all.addAll(inside);
    return all;
  }

  /** A decrypted comment may hold anything; nothing of it may leave the comment. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("[\\n\\r\\x85\\u2028\\u2029]", -1)) {
      if (lines.isEmpty()) {
        lines.add(printable(line));
      } else if (!line.isEmpty()) {
        lines.add(line.startsWith("#") ? printable(line.substring(1)) : " " + printable(line));
      }
    }
    return lines;
  }

  private static String printable(String line) {
    StringBuilder kept = new StringBuilder(line.length());
    line.codePoints()
        .forEach(c ->
            kept.appendCodePoint(
                c == '\t'
                        || Character.isSupplementaryCodePoint(c)
                        || TextShape.isPrintable((char) c)
                    ? c
                    : 0xfffd));
    return kept.toString();
  }

  @Override
  public String toString() {
    return "YamlComments";
  }
}
