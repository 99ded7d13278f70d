package dev.secretsync.crypt.sops;

import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the {@code sops} block; tolerates fields that it does not know (formats.md 1.8). */
final class MetadataReader {
  private static final int MAX_RECIPIENTS = 256;
  private static final String HINT = "restore the sops block as sops wrote it";

  private final Node.Mapping block;
  private final Problems problems;
  private boolean sound = true;

  private MetadataReader(Node.Mapping block, Problems problems) {
    this.block = block;
    this.problems = problems;
  }

  /** The metadata, or nothing when problems were added that leave none. */
  static Optional<SopsMetadata> read(Node.Mapping block, Problems problems) {
    return new MetadataReader(block, problems).read();
  }

  private Optional<SopsMetadata> read() {
    List<KeyGroup> groups = groups();
    Optional<Selection> selection = selection();
    Optional<Rfc3339> lastModified = lastModified();
    boolean hasKeys = groups.stream().anyMatch(group -> !group.kinds().isEmpty());
    if (!hasKeys) {
      wrong(block.at(), "the sops block names no keys");
    }
    if (!hasKeys || selection.isEmpty() || lastModified.isEmpty()) {
      return Optional.empty();
    }
    String mac = text(block, "mac").orElse("");
    if (!sound) { // a block that is wrong in part may mean something else than we would make of it
      return Optional.empty();
    }
    SourceLocation macAt = present(block, "mac").map(Node::at).orElse(block.at());
    return Optional.of(
        new SopsMetadata(
            groups, selection.get(), lastModified.get(), mac, macAt, isTrue("mac_only_encrypted")));
  }

  /** Key lists beside the other fields hide {@code key_groups}, as in SOPS. */
  private List<KeyGroup> groups() {
    KeyGroup flat = group(block);
    if (!flat.kinds().isEmpty()) {
      return List.of(flat);
    }
    List<KeyGroup> groups = new ArrayList<>();
    for (Node node : list(block, "key_groups")) {
      if (node instanceof Node.Mapping group) {
        groups.add(group(group));
      } else {
        wrong(node.at(), "a key group that is no mapping");
      }
    }
    return groups;
  }

  private KeyGroup group(Node.Mapping node) {
    SortedSet<KeyKind> kinds = new TreeSet<>();
    List<KeyGroup.AgeEntry> age = new ArrayList<>();
    for (KeyKind kind : KeyKind.values()) {
      List<Node> entries = list(node, kind.field());
      if (!entries.isEmpty()) {
        kinds.add(kind);
      }
      if (entries.size() > MAX_RECIPIENTS) {
        wrong(node.at(), "more than " + MAX_RECIPIENTS + " keys of one kind");
      } else if (kind == KeyKind.AGE) {
        entries.forEach(entry -> ageEntry(entry).ifPresent(age::add));
      }
    }
    return new KeyGroup(age, kinds);
  }

  private Optional<KeyGroup.AgeEntry> ageEntry(Node node) {
    if (node instanceof Node.Mapping entry) {
      Optional<String> recipient = text(entry, "recipient");
      Optional<String> armored = text(entry, "enc");
      if (recipient.isPresent() && armored.isPresent()) {
        return Optional.of(
            new KeyGroup.AgeEntry(recipient.get().strip(), armored.get(), entry.at()));
      }
    }
    wrong(node.at(), "an age key without recipient and enc");
    return Optional.empty();
  }

  private Optional<Rfc3339> lastModified() {
    Optional<Rfc3339> time = present(block, "lastmodified").flatMap(MetadataReader::time);
    if (time.isEmpty()) {
      wrong(
          present(block, "lastmodified").map(Node::at).orElse(block.at()),
          "lastmodified is missing or no RFC 3339 time");
    }
    return time;
  }

  private static Optional<Rfc3339> time(Node node) {
    return switch (node) {
      case Node.Scalar(ScalarValue.Text(String text), _) -> Rfc3339.parse(text);
      case Node.Scalar(ScalarValue.Time(String text), _) -> Rfc3339.parse(text);
      case Node.Scalar _, Node.Mapping _, Node.Sequence _ -> Optional.empty();
    };
  }

  private Optional<Selection> selection() {
    List<Selection> found = new ArrayList<>();
    boolean wrong = false;
    for (SelectionField field : SelectionField.values()) {
      Optional<String> pattern = text(block, field.field()).filter(p -> !p.isEmpty());
      if (pattern.isPresent()) {
        Optional<Selection> selection = field.selection(pattern.get());
        selection.ifPresent(found::add);
        if (selection.isEmpty()) {
          wrong = true;
          wrong(at(field.field()), field.field() + " is no " + field.expected());
        }
      }
    }
    if (found.size() > 1) {
      wrong(block.at(), "more than one rule says which values are encrypted");
    }
    if (wrong || found.size() > 1) {
      return Optional.empty();
    }
    return Optional.of(found.isEmpty() ? Selection.BY_DEFAULT : found.getFirst());
  }

  /**
   * SOPS takes {@code true}, {@code "true"} and {@code 1}; whatever is not plainly false is true.
   */
  private boolean isTrue(String field) {
    return present(block, field).map(node -> !isFalse(node)).orElse(false);
  }

  private static boolean isFalse(Node node) {
    return switch (node) {
      case Node.Scalar(ScalarValue.Bool(boolean b), _) -> !b;
      case Node.Scalar(ScalarValue.Int(long n), _) -> n == 0;
      case Node.Scalar(ScalarValue.Text(String t), _) -> t.isEmpty() || t.equals("false");
      case Node.Scalar _, Node.Mapping _, Node.Sequence _ -> false;
    };
  }

  private SourceLocation at(String field) {
    return present(block, field).map(Node::at).orElse(block.at());
  }

  /** A list, or the one value that stands for a list of one. */
  private static List<Node> list(Node.Mapping node, String field) {
    return present(node, field)
        .map(value -> value instanceof Node.Sequence s ? s.elements() : List.of(value))
        .orElse(List.of());
  }

  private static Optional<Node> present(Node.Mapping node, String field) {
    return node.get(field).filter(v -> !(v instanceof Node.Scalar(ScalarValue.Null _, _)));
  }

  private Optional<String> text(Node.Mapping node, String field) {
    Optional<Node> value = present(node, field);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Node.Scalar(ScalarValue.Text(String text), _)) {
      return Optional.of(text);
    }
    wrong(value.get().at(), field + " in the sops block is no text");
    return Optional.empty();
  }

  private void wrong(SourceLocation at, String summary) {
    sound = false;
    problems.add(Diagnostic.error(Code.SOPS_METADATA, at, summary, HINT));
  }
}
