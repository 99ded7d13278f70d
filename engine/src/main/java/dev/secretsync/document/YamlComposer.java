package dev.secretsync.document;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SourceLocation;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * Turns the parser's events into documents. Never constructs what a tag names; the tag only picks
 * one of our own scalar types (security.md G6).
 *
 * <p>What can be skipped is added to the problems and skipped; what cannot ends the file with a
 * {@link RefusedException}, which {@link YamlReader} collects.
 */
final class YamlComposer {
  /** A composed node with what its expansion costs: its nodes, and how deep it goes. */
  private record Composed(Node node, int nodes, int height) {}

  private static final String CORE = "tag:yaml.org,2002:";

  private final String file;
  private final Parser parser;
  private final PendingComments comments;
  private final Limits limits;
  private final Problems problems;
  private final Map<String, Composed> anchors = new HashMap<>();
  private final Set<String> openAnchors = new HashSet<>();
  private int expandedNodes;

  /** The comments behind the bracket that closed last. */
  private List<Node.Comment> besideFlow = List.of();

  private int documents;

  YamlComposer(
      String file, Parser parser, PendingComments comments, Limits limits, Problems problems) {
    this.file = file;
    this.parser = parser;
    this.comments = comments;
    this.limits = limits;
    this.problems = problems;
  }

  /** The next document, or nothing at the end of the file. */
  Optional<Document> next() {
    if (parser.checkEvent(Event.ID.StreamStart)) {
      parser.getEvent();
    }
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return Optional.empty();
    }
    Event start = parser.getEvent(); // document start
    if (documents >= limits.documents()) {
      throw limit(
          at(start.getStartMark()),
          "more than " + limits.documents() + " documents in one file",
          "split the file");
    }
    anchors.clear();
    Node root = root(start);
    parser.getEvent(); // document end
    return Optional.of(new Document(documents++, root));
  }

  private Node root(Event start) {
    Event first = parser.peekEvent();
    if (first instanceof ScalarEvent s && s.getValue().isEmpty() && s.isPlain()) {
      parser.getEvent();
      List<Node.Item> alone = new ArrayList<>(comments.before(first.getEndMark()));
      return new Node.Mapping(alone, at(start.getStartMark()));
    }
    return node(1, -1).node;
  }

  private Composed node(int depth, int parentColumn) {
    Event event = parser.getEvent();
    if (event instanceof AliasEvent alias) {
      return expand(alias, depth);
    }
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      openAnchors.add(anchor);
    }
    Composed composed =
        switch (event) {
          case ScalarEvent scalar -> new Composed(scalar(scalar), 1, 0);
          case MappingStartEvent mapping -> mapping(mapping, deeper(event, depth), parentColumn);
          case SequenceStartEvent sequence ->
              sequence(sequence, deeper(event, depth), parentColumn);
          default -> throw YamlReader.syntax(at(event.getStartMark()));
        };
    if (anchor != null) {
      openAnchors.remove(anchor);
      anchors.put(anchor, composed);
    }
    return composed;
  }

  private int deeper(Event event, int depth) {
    if (depth > limits.nesting()) {
      throw tooDeep(event);
    }
    return depth + 1;
  }

  private Composed expand(AliasEvent alias, int depth) {
    if (openAnchors.contains(alias.getAnchor())) {
      throw limit(
          at(alias.getStartMark()),
          "an alias stands inside what it refers to",
          "write the value out instead of the alias");
    }
    Composed target = anchors.get(alias.getAnchor());
    if (target == null) {
      throw YamlReader.syntax(at(alias.getStartMark()));
    }
    if (depth - 1 + target.height > limits.nesting()) {
      throw tooDeep(alias);
    }
    expandedNodes += target.nodes;
    if (expandedNodes > limits.expandedNodes()) {
      throw limit(
          at(alias.getStartMark()),
          "aliases of this file expand to more than " + limits.expandedNodes() + " nodes",
          "write the values out or use fewer aliases");
    }
    return target;
  }

  private Composed mapping(MappingStartEvent start, int depth, int parentColumn) {
    checkTag(start, "map");
    int column = column(start, parentColumn);
    List<Node.Item> items = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    int nodes = 1;
    int height = 0;
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      items.addAll(comments.before(parser.peekEvent().getStartMark()));
      Event keyEvent = parser.peekEvent();
      Composed keyNode = node(depth, column);
      items.addAll(besideKey(keyEvent));
      Composed value = withInside(value(depth, column, items));
      nodes += value.nodes;
      height = Math.max(height, value.height);
      SourceLocation keyAt = at(keyEvent.getStartMark());
      key(keyNode.node, keyAt, keys)
          .ifPresent(key -> items.add(new Node.Entry(key, keyAt, value.node)));
    }
    items.addAll(trailing(start, column));
    end(start);
    return new Composed(new Node.Mapping(items, at(start.getStartMark())), nodes, height + 1);
  }

  private Composed sequence(SequenceStartEvent start, int depth, int parentColumn) {
    checkTag(start, "seq");
    int column = column(start, parentColumn);
    List<Node.Item> items = new ArrayList<>();
    int nodes = 1;
    int height = 0;
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.addAll(comments.before(parser.peekEvent().getStartMark()));
      Composed element = value(depth, column, items);
      items.addAll(besideFlow);
      besideFlow = List.of();
      items.add(new Node.Element(element.node));
      nodes += element.nodes;
      height = Math.max(height, element.height);
    }
    items.addAll(trailing(start, column));
    end(start);
    return new Composed(new Node.Sequence(items, at(start.getStartMark())), nodes, height + 1);
  }

  /** SOPS counts a comment at the end of a leaf's line as standing before the leaf. */
  private Composed value(int depth, int column, List<Node.Item> items) {
    Event event = parser.peekEvent();
    boolean leaf = event instanceof ScalarEvent || event instanceof AliasEvent;
    if (leaf) {
      items.addAll(comments.before(event.getStartMark()));
    }
    Composed composed = node(depth, column);
    if (leaf) {
      items.addAll(PendingComments.inline(comments.before(event.getEndMark())));
      if (!isBlockScalar(event)) {
        Mark next = parser.peekEvent().getStartMark();
        items.addAll(PendingComments.inline(comments.besides(event.getEndMark(), next)));
      }
    }
    return composed;
  }

  private void end(CollectionStartEvent start) {
    Mark end = parser.getEvent().getEndMark();
    besideFlow =
        start.isFlow()
            ? PendingComments.inline(comments.besides(end, parser.peekEvent().getStartMark()))
            : List.of();
  }

  /** SOPS takes a comment behind the bracket of a value for one inside. */
  private Composed withInside(Composed value) {
    List<Node.Item> items = new ArrayList<>();
    besideFlow.forEach(c -> items.add(new Node.Comment(c.text(), false, c.at())));
    besideFlow = List.of();
    if (items.isEmpty()) {
      return value;
    }
    Node node =
        switch (value.node) {
          case Node.Mapping(var inside, var at) -> {
            items.addAll(inside);
            yield new Node.Mapping(items, at);
          }
          case Node.Sequence(var inside, var at) -> {
            items.addAll(inside);
            yield new Node.Sequence(items, at);
          }
          case Node.Scalar scalar -> scalar;
        };
    return new Composed(node, value.nodes, value.height);
  }

  /** A literal text ends where the line of its value begins. */
  private List<Node.Comment> besideKey(Event key) {
    return isBlockScalar(key)
        ? List.of()
        : comments.besides(key.getEndMark(), parser.peekEvent().getStartMark());
  }

  private static boolean isBlockScalar(Event event) {
    return event instanceof ScalarEvent s
        && (s.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL
            || s.getScalarStyle() == DumperOptions.ScalarStyle.FOLDED);
  }

  private List<Node.Comment> trailing(CollectionStartEvent start, int column) {
    Mark end = parser.peekEvent().getStartMark();
    return start.isFlow() ? comments.before(end) : comments.before(end, column);
  }

  /**
   * A list at the column of the mapping around it: comments there belong to the mapping. An anchor
   * or a tag stands before the collection, and says nothing.
   */
  private static int column(CollectionStartEvent start, int parentColumn) {
    boolean marked = start.getAnchor() != null || start.getTag() != null;
    return marked ? parentColumn + 1 : Math.max(start.getStartMark().getColumn(), parentColumn + 1);
  }

  private Optional<String> key(Node node, SourceLocation keyAt, Set<String> seen) {
    if (!(node instanceof Node.Scalar(ScalarValue.Text(String key), _))) {
      problems.add(
          Diagnostic.error(
              Code.SCHEMA, keyAt, "a key that is no string", "put the key into quotes"));
      return Optional.empty();
    }
    if (!seen.add(Normalizer.normalize(key, Normalizer.Form.NFC))) {
      problems.add(
          Diagnostic.error(
              Code.DUPLICATE_KEY,
              keyAt,
              "this key occurs twice in the same mapping",
              "remove one of the two"));
      return Optional.empty();
    }
    return Optional.of(key);
  }

  private Node.Scalar scalar(ScalarEvent event) {
    SourceLocation at = at(event.getStartMark());
    String tag = event.getTag();
    if (tag == null) {
      ScalarValue value =
          event.isPlain()
              ? PlainScalars.resolve(event.getValue())
              : new ScalarValue.Text(event.getValue());
      return new Node.Scalar(value, at);
    }
    Optional<ScalarValue> value = TaggedScalars.resolve(tag, event.getValue());
    if (value.isEmpty()) {
      problems.add(badTag(at));
    }
    return new Node.Scalar(value.orElse(new ScalarValue.Unrepresentable()), at);
  }

  private void checkTag(CollectionStartEvent event, String core) {
    @Nullable String tag = event.getTag();
    if (tag != null && !tag.equals("!") && !tag.equals(CORE + core)) {
      problems.add(badTag(at(event.getStartMark())));
    }
  }

  private static Diagnostic badTag(SourceLocation at) {
    return Diagnostic.error(
        Code.YAML_TAG,
        at,
        "a tag that is not a core type of YAML, or does not fit its value",
        "remove the tag");
  }

  private RefusedException tooDeep(Event event) {
    return limit(
        at(event.getStartMark()),
        "nested more than " + limits.nesting() + " levels deep",
        "flatten the document");
  }

  private static RefusedException limit(SourceLocation at, String summary, String hint) {
    return new RefusedException(Diagnostic.error(Code.YAML_LIMIT, at, summary, hint));
  }

  private SourceLocation at(Mark mark) {
    return new SourceLocation(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
