package dev.secretsync.crypt.sops;

import com.google.re2j.Pattern;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code .sops.yaml}: which keys new files are encrypted for, and how files are laid out
 * (formats.md 1.13). Data only: nothing in it is looked up, asked or run (security.md X9), and it
 * may come from any revision, such as a protected one (X6).
 *
 * <p>Unlike SOPS, which reads a rule when a file needs it, all of the file is checked, and it is
 * refused as a whole.
 */
public final class SopsConfig {
  /** Rules that a file may have. */
  public static final int MAX_RULES = 1_000;

  private static final String RULES = "creation_rules";
  private static final String DESTINATIONS = "destination_rules";
  private static final String STORES = "stores";
  private static final Set<String> FIELDS = Set.of(RULES, DESTINATIONS, STORES);
  private static final Set<String> STORE_NAMES =
      Set.of("json", "json_binary", "yaml", "dotenv", "ini");
  private static final Set<String> STORE_FIELDS = Set.of("indent");
  private static final int WIDEST_INDENT = 64;

  /** What all regexes of one file may compile to, so that a search through them ends in time. */
  private static final int LARGEST_PROGRAMS = 100_000;

  /** What the file says about one path. */
  public sealed interface Answer {
    /** The first rule that matches. */
    record Rule(CreationRule rule) implements Answer {}

    /** There are rules, and none matches: nothing may be encrypted there. */
    record NoRuleMatches() implements Answer {}

    /** There are no rules at all, as if there were no file. */
    record NoRules() implements Answer {}
  }

  private final Optional<List<CreationRuleReader.Guarded>> rules;
  private final StoreIndent indent;

  private SopsConfig(ConfigFields fields, Optional<ConfigFields> stores, Problems problems) {
    if (!fields.list(DESTINATIONS).isEmpty()) {
      problems.add(
          ConfigFields.warning(
              fields.at(DESTINATIONS),
              "destination_rules are ignored",
              "use sops publish for them"));
    }
    rules = fields.node(RULES).map(_ -> rules(fields, problems));
    indent =
        new StoreIndent(
            indent(stores, "yaml", 0, problems),
            indent(stores, "json", -1, problems),
            indent(stores, "json_binary", -1, problems));
  }

  /**
   * Reads all of a file.
   *
   * @param file how messages call it
   * @param text what stands in it
   * @param problems takes everything that is wrong with its place, and without any of the text
   * @return nothing when there are errors
   */
  public static Optional<SopsConfig> parse(String file, String text, Problems problems) {
    Problems found = new Problems();
    List<Document> documents = YamlReader.read(file, text, found);
    Node root =
        documents.isEmpty()
            ? new Node.Mapping(List.of(), new SourceLocation(file, 1, 1))
            : documents.getFirst().root();
    if (documents.size() > 1) {
      found.add(
          ConfigFields.warning(
              documents.get(1).at(),
              "a second document, which is ignored",
              "keep one document in the file"));
    }
    Optional<SopsConfig> config =
        ConfigFields.of(root, FIELDS, CreationRuleReader.FIELDS, found)
            .map(fields -> new SopsConfig(fields, stores(fields, found), found));
    problems.addAll(found.all());
    return found.hasErrors() ? Optional.empty() : config;
  }

  private static List<CreationRuleReader.Guarded> rules(ConfigFields fields, Problems problems) {
    List<Node> nodes = fields.list(RULES);
    if (nodes.size() > MAX_RULES) {
      fields.wrong(fields.at(RULES), "more than " + MAX_RULES + " rules", "use fewer rules");
      return List.of();
    }
    List<CreationRuleReader.Guarded> rules = new ArrayList<>();
    nodes.forEach(node -> CreationRuleReader.read(node, problems).ifPresent(rules::add));
    int programs =
        rules.stream().flatMap(rule -> rule.paths().stream()).mapToInt(Pattern::programSize).sum();
    if (programs > LARGEST_PROGRAMS) {
      fields.wrong(
          fields.at(RULES), "the path_regex of all rules are too large", "use simpler ones");
    }
    return List.copyOf(rules);
  }

  private static Optional<ConfigFields> stores(ConfigFields fields, Problems problems) {
    return fields
        .node(STORES)
        .flatMap(node -> ConfigFields.of(node, STORE_NAMES, FIELDS, problems));
  }

  private static OptionalInt indent(
      Optional<ConfigFields> stores, String store, int least, Problems problems) {
    return stores
        .flatMap(fields -> fields.node(store))
        .flatMap(node -> ConfigFields.of(node, STORE_FIELDS, Set.of(), problems))
        .map(fields -> fields.number("indent", least, WIDEST_INDENT))
        .orElse(OptionalInt.empty());
  }

  /**
   * The rule for a new file.
   *
   * @param path from the config's folder, with {@code /}; absolute for a file outside of it
   */
  public Answer ruleFor(String path) {
    if (rules.isEmpty()) {
      return new Answer.NoRules();
    }
    for (CreationRuleReader.Guarded guarded : rules.get()) {
      if (guarded.paths().isEmpty() || guarded.paths().get().matcher(path).find()) {
        return new Answer.Rule(guarded.rule());
      }
    }
    return new Answer.NoRuleMatches();
  }

  /**
   * Whether a file at this path is meant to be encrypted: the rule for it names paths. A rule for
   * all paths says how files are encrypted and not which, as it would mean every README too.
   *
   * @param path as in {@link #ruleFor}
   */
  public boolean demands(String path) {
    return rules.orElse(List.of()).stream()
        .filter(rule -> rule.paths().isEmpty() || rule.paths().get().matcher(path).find())
        .findFirst()
        .filter(rule -> rule.paths().isPresent())
        .isPresent();
  }

  /** All rules, in their order. */
  public List<CreationRule> rules() {
    return rules.orElse(List.of()).stream().map(CreationRuleReader.Guarded::rule).toList();
  }

  /** How files are indented. */
  public StoreIndent indent() {
    return indent;
  }
}
