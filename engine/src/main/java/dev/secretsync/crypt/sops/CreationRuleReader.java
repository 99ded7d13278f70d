package dev.secretsync.crypt.sops;

import com.google.re2j.Pattern;
import dev.secretsync.document.Node;
import dev.secretsync.model.BoundedRegex;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one element of {@code creation_rules}. */
final class CreationRuleReader {
  private static final String KEY_GROUPS = "key_groups";
  private static final String THRESHOLD = "shamir_threshold";

  /** The most shares that a secret can be split into. */
  private static final int MOST_GROUPS = 255;

  /** The fields of a rule. */
  static final Set<String> FIELDS =
      Stream.concat(
              Stream.of(
                  "path_regex",
                  "kms",
                  "aws_profile",
                  "age",
                  "pgp",
                  "gcp_kms",
                  "hckms",
                  "azure_keyvault",
                  "hc_vault_transit_uri",
                  KEY_GROUPS,
                  THRESHOLD,
                  "mac_only_encrypted"),
              Arrays.stream(SelectionField.values()).map(SelectionField::field))
          .collect(Collectors.toUnmodifiableSet());

  /** A rule and the paths it is for: all of them where there is no regex. */
  record Guarded(Optional<Pattern> paths, CreationRule rule) {}

  private final ConfigFields fields;
  private final Problems problems;

  private CreationRuleReader(ConfigFields fields, Problems problems) {
    this.fields = fields;
    this.problems = problems;
  }

  /** The rule; on problems it may lack what is wrong, and must not be used. */
  static Optional<Guarded> read(Node node, Problems problems) {
    return ConfigFields.of(node, FIELDS, KeyGroupReader.GROUP, problems)
        .map(fields -> new CreationRuleReader(fields, problems).read());
  }

  private Guarded read() {
    List<List<MasterKey>> groups = groups();
    return new Guarded(
        paths(),
        new CreationRule(
            fields.at(),
            groups,
            threshold(groups.size()),
            selection(),
            fields.isTrue("mac_only_encrypted")));
  }

  private Optional<Pattern> paths() {
    Optional<String> text = fields.text("path_regex");
    Optional<Pattern> paths = text.flatMap(BoundedRegex::compile);
    if (text.isPresent() && paths.isEmpty()) {
      fields.wrong(
          fields.at("path_regex"),
          "path_regex is no " + BoundedRegex.EXPECTED,
          "correct it, or make it shorter");
    }
    return paths;
  }

  /** Groups hide the keys beside them, as in SOPS; those are checked all the same. */
  private List<List<MasterKey>> groups() {
    KeyGroupReader reader = new KeyGroupReader(problems);
    List<MasterKey> flat = reader.flat(fields);
    List<Node> nodes = fields.list(KEY_GROUPS);
    if (nodes.isEmpty()) {
      return flat.isEmpty() ? List.of() : List.of(flat);
    }
    if (!flat.isEmpty()) {
      problems.add(
          ConfigFields.warning(
              fields.at(),
              "the keys beside key_groups are ignored",
              "move them into a group or remove them"));
    }
    if (nodes.size() > MOST_GROUPS) {
      fields.wrong(
          fields.at(KEY_GROUPS), "more than " + MOST_GROUPS + " key groups", "use fewer groups");
    }
    List<List<MasterKey>> groups = new ArrayList<>();
    nodes.forEach(node -> groups.add(reader.group(node)));
    return groups;
  }

  /** With one group nothing is split, and the threshold means nothing. */
  private OptionalInt threshold(int groups) {
    OptionalInt threshold = fields.number(THRESHOLD, 0, MOST_GROUPS);
    if (threshold.isEmpty() || threshold.getAsInt() == 0) {
      return OptionalInt.empty();
    }
    if (groups > 1 && (threshold.getAsInt() < 2 || threshold.getAsInt() > groups)) {
      fields.wrong(
          fields.at(THRESHOLD),
          "a shamir_threshold that does not fit " + groups + " key groups",
          "write a number from 2 to " + groups);
    }
    return threshold;
  }

  private Optional<Selection> selection() {
    List<Selection> found = new ArrayList<>();
    int set = 0;
    SourceLocation last = fields.at();
    for (SelectionField field : SelectionField.values()) {
      Optional<String> text = fields.text(field.field());
      if (text.isPresent()) {
        set++;
        last = fields.at(field.field());
        Optional<Selection> selection = field.selection(text.get());
        selection.ifPresent(found::add);
        if (selection.isEmpty()) {
          fields.wrong(
              last, field.field() + " is no " + field.expected(), "correct it, or make it shorter");
        }
      }
    }
    if (set > 1) {
      fields.wrong(
          last,
          "more than one field says which values are encrypted",
          "keep one of the six suffix, regex and comment_regex fields");
    }
    return found.stream().findFirst();
  }
}
