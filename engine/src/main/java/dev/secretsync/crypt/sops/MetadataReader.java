package dev.secretsync.crypt.sops;

import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the {@code sops} block; tolerates fields that it does not know (formats.md 1.8). */
final class MetadataReader {
  private static final int MAX_RECIPIENTS = 256;
  private static final int MAX_GROUPS = 255;
  private static final Set<String> KNOWN =
      Stream.of(
              Arrays.stream(KeyKind.values()).map(KeyKind::field),
              Arrays.stream(SelectionField.values()).map(SelectionField::field),
              Stream.of(
                  "key_groups",
                  "shamir_threshold",
                  "lastmodified",
                  "mac",
                  "mac_only_encrypted",
                  "version"))
          .flatMap(fields -> fields)
          .collect(Collectors.toUnmodifiableSet());
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
    boolean hasKeys = !sound || groups.stream().anyMatch(group -> !group.keys().isEmpty());
    if (!hasKeys) {
      wrong(block.at(), "the sops block names no keys");
    }
    if (!hasKeys || selection.isEmpty() || lastModified.isEmpty()) {
      return Optional.empty();
    }
    String mac = text(block, "mac").orElse("");
    String version = text(block, "version").orElse("");
    int threshold = threshold();
    if (!sound) { // a block that is wrong in part may mean something else than we would make of it
      return Optional.empty();
    }
    SourceLocation macAt = present(block, "mac").map(Node::at).orElse(block.at());
    return Optional.of(
        new SopsMetadata(
            groups,
            threshold,
            selection.get(),
            lastModified.get(),
            mac,
            macAt,
            isTrue("mac_only_encrypted"),
            version,
            unknown(block)));
  }

  /** Key lists beside the other fields hide {@code key_groups}, as in SOPS. */
  private List<KeyGroup> groups() {
    KeyGroup flat = group(block);
    if (!flat.keys().isEmpty() || !sound) {
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
    List<WrappedKey> keys = new ArrayList<>();
    for (KeyKind kind : KeyKind.IN_FILE_ORDER) {
      List<Node> entries = list(node, kind.field());
      if (entries.size() > MAX_RECIPIENTS) {
        wrong(node.at(), "more than " + MAX_RECIPIENTS + " keys of one kind");
      } else {
        entries.forEach(entry -> key(kind, entry).ifPresent(keys::add));
      }
    }
    return new KeyGroup(keys);
  }

  private Optional<WrappedKey> key(KeyKind kind, Node node) {
    if (node instanceof Node.Mapping entry) {
      Optional<MasterKey> key = master(kind, entry);
      Optional<String> enc = text(entry, "enc");
      if (key.isPresent() && enc.isPresent()) {
        String createdAt =
            present(entry, "created_at").flatMap(MetadataReader::timeText).orElse("");
        return Optional.of(new WrappedKey(key.get(), enc.get(), createdAt, entry.at()));
      }
    }
    wrong(
        node.at(),
        "%s %s key without %s and enc".formatted(article(kind), kind.field(), kind.idField()));
    return Optional.empty();
  }

  private static String article(KeyKind kind) {
    return kind == KeyKind.AGE || kind == KeyKind.AZURE_KV ? "an" : "a";
  }

  private Optional<MasterKey> master(KeyKind kind, Node.Mapping entry) {
    return text(entry, kind.idField())
        .map(String::strip)
        .map(id ->
            switch (kind) {
              case AGE -> new MasterKey.Age(id);
              case PGP -> new MasterKey.Pgp(id.replace(" ", ""));
              case KMS ->
                  new MasterKey.Kms(
                      id, other(entry, "role"), context(entry), other(entry, "aws_profile"));
              case GCP_KMS -> new MasterKey.GcpKms(id);
              case AZURE_KV ->
                  new MasterKey.AzureKv(id, other(entry, "name"), other(entry, "version"));
              case HC_VAULT ->
                  new MasterKey.HcVault(id, other(entry, "engine_path"), other(entry, "key_name"));
              case HCKMS -> new MasterKey.Hckms(id);
            });
  }

  private String other(Node.Mapping entry, String field) {
    return text(entry, field).orElse("");
  }

  private SortedMap<String, String> context(Node.Mapping entry) {
    SortedMap<String, String> context = new TreeMap<>();
    if (present(entry, "context").orElse(null) instanceof Node.Mapping pairs) {
      for (Node.Entry pair : pairs.entries()) {
        text(pairs, pair.key()).ifPresent(value -> context.put(pair.key(), value));
      }
    }
    return context;
  }

  /** Weakly typed, as in SOPS: {@code "2"} is 2. */
  private int threshold() {
    Optional<Node> value = present(block, "shamir_threshold");
    int threshold =
        switch (value.orElse(null)) {
          case null -> 0;
          case Node.Scalar(ScalarValue.Int(long n), _) -> n < 0 || n > MAX_GROUPS ? -1 : (int) n;
          case Node.Scalar(ScalarValue.Text(String t), _) ->
              t.matches("[0-9]{1,3}") && Integer.parseInt(t) <= MAX_GROUPS
                  ? Integer.parseInt(t)
                  : -1;
          case Node.Scalar _, Node.Mapping _, Node.Sequence _ -> -1;
        };
    if (threshold < 0) {
      wrong(at("shamir_threshold"), "shamir_threshold is no number from 0 to " + MAX_GROUPS);
    }
    return threshold;
  }

  private static List<String> unknown(Node.Mapping block) {
    return block.entries().stream()
        .map(Node.Entry::key)
        .filter(field -> !KNOWN.contains(field))
        .toList();
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
    return timeText(node).flatMap(Rfc3339::parse);
  }

  private static Optional<String> timeText(Node node) {
    return switch (node) {
      case Node.Scalar(ScalarValue.Text(String text), _) -> Optional.of(text);
      case Node.Scalar(ScalarValue.Time(String text), _) -> Optional.of(text);
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
    return Optional.of(found.isEmpty() ? Selection.Suffix.BY_DEFAULT : found.getFirst());
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
