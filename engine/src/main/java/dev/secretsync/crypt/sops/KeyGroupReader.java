package dev.secretsync.crypt.sops;

import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the keys of one creation rule: the flat lists, or the groups (formats.md 1.13). */
final class KeyGroupReader {
  private static final SortedMap<String, String> NO_CONTEXT = new TreeMap<>();
  private static final int MOST_OF_A_KIND = 256;

  private static final String MERGE = "merge";

  /** The fields of a key group. */
  static final Set<String> GROUP =
      Set.of(MERGE, "kms", "gcp_kms", "hckms", "azure_keyvault", "hc_vault", "age", "pgp");

  private static final Set<String> KMS = Set.of("arn", "role", "context", "aws_profile");
  private static final Set<String> GCP_KMS = Set.of("resource_id");
  private static final Set<String> HCKMS = Set.of("key_id");
  private static final Set<String> AZURE = Set.of("vaultUrl", "key", "version");

  private final Problems problems;

  KeyGroupReader(Problems problems) {
    this.problems = problems;
  }

  /** The keys beside the other fields of a rule: in this order and twice if they stand twice. */
  List<MasterKey> flat(ConfigFields rule) {
    List<MasterKey> keys = new ArrayList<>();
    String profile = rule.text("aws_profile").orElse("");
    keys.addAll(keys(KeyKind.AGE, rule.commaTexts("age"), profile));
    keys.addAll(keys(KeyKind.PGP, rule.commaTexts("pgp"), profile));
    keys.addAll(keys(KeyKind.KMS, rule.commaTexts("kms"), profile));
    keys.addAll(keys(KeyKind.GCP_KMS, rule.commaTexts("gcp_kms"), profile));
    // SOPS takes no single text here
    rule.texts("hckms").forEach(text -> keys.addAll(keys(KeyKind.HCKMS, split(text), profile)));
    keys.addAll(keys(KeyKind.AZURE_KV, rule.commaTexts("azure_keyvault"), profile));
    keys.addAll(keys(KeyKind.HC_VAULT, rule.commaTexts("hc_vault_transit_uri"), profile));
    limit(rule.at(), keys);
    return keys;
  }

  /** The keys of one group with those of the groups merged into it, each once. */
  List<MasterKey> group(Node node) {
    List<MasterKey> keys = new ArrayList<>();
    int before = problems.all().size();
    collect(node, keys);
    Set<String> seen = new HashSet<>();
    keys.removeIf(key -> !seen.add(key.kind() + "/" + key.text()));
    if (keys.isEmpty() && problems.all().size() == before) {
      problems.add(
          ConfigFields.error(
              node.at(), "a key group without keys", "add a key or remove the group"));
    }
    limit(node.at(), keys);
    return keys;
  }

  private void collect(Node node, List<MasterKey> keys) {
    Optional<ConfigFields> read = ConfigFields.of(node, GROUP, CreationRuleReader.FIELDS, problems);
    if (read.isEmpty()) {
      return;
    }
    ConfigFields group = read.get();
    group.list(MERGE).forEach(merged -> collect(merged, keys));
    group.texts("age").forEach(text -> keys.addAll(keys(KeyKind.AGE, split(text), "")));
    keys.addAll(keys(KeyKind.PGP, group.texts("pgp"), ""));
    group.list("kms").forEach(key -> kms(key).ifPresent(keys::add));
    group.list("gcp_kms").forEach(key -> only(KeyKind.GCP_KMS, key).ifPresent(keys::add));
    group.list("hckms").forEach(key -> only(KeyKind.HCKMS, key).ifPresent(keys::add));
    group.list("azure_keyvault").forEach(key -> azure(key).ifPresent(keys::add));
    keys.addAll(keys(KeyKind.HC_VAULT, group.texts("hc_vault"), ""));
  }

  private static List<ConfigFields.Text> split(ConfigFields.Text text) {
    return KeyTexts.split(text.value()).stream()
        .map(one -> new ConfigFields.Text(one, text.at()))
        .toList();
  }

  private List<MasterKey> keys(KeyKind kind, List<ConfigFields.Text> texts, String profile) {
    List<MasterKey> keys = new ArrayList<>();
    for (ConfigFields.Text text : texts) {
      checked(kind, text.at(), KeyTexts.parse(kind, text.value(), NO_CONTEXT, profile))
          .ifPresent(keys::add);
    }
    return keys;
  }

  private Optional<MasterKey> checked(KeyKind kind, SourceLocation at, Optional<MasterKey> key) {
    if (key.isEmpty()) {
      problems.add(ConfigFields.error(at, "no " + KeyTexts.expected(kind), KeyTexts.example(kind)));
    }
    return key;
  }

  /** A key that is a mapping of its id alone. */
  private Optional<MasterKey> only(KeyKind kind, Node node) {
    Set<String> fields = kind == KeyKind.HCKMS ? HCKMS : GCP_KMS;
    return ConfigFields.of(node, fields, Set.of(), problems)
        .flatMap(key -> {
          String id = fields.iterator().next();
          return checked(
              kind, key.at(id), KeyTexts.parse(kind, key.text(id).orElse(""), NO_CONTEXT, ""));
        });
  }

  private Optional<MasterKey> kms(Node node) {
    return ConfigFields.of(node, KMS, Set.of(), problems)
        .flatMap(key ->
            checked(
                KeyKind.KMS,
                key.at("arn"),
                KeyTexts.kms(
                    key.text("arn").orElse(""),
                    key.text("role").orElse(""),
                    context(key),
                    key.text("aws_profile").orElse(""))));
  }

  private SortedMap<String, String> context(ConfigFields key) {
    SortedMap<String, String> context = new TreeMap<>();
    Optional<Node> node = key.node("context");
    if (node.isPresent() && !(node.get() instanceof Node.Mapping)) {
      key.wrong(node.get().at(), "not a mapping", "write fields with their values, as name: value");
    }
    if (node.orElse(null) instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        if (entry.value() instanceof Node.Scalar(ScalarValue.Text(String text), _)) {
          context.put(entry.key(), text);
        } else {
          key.wrong(entry.value().at(), "not a text", "put it into quotes");
        }
      }
    }
    return context;
  }

  private Optional<MasterKey> azure(Node node) {
    return ConfigFields.of(node, AZURE, Set.of(), problems)
        .flatMap(key ->
            checked(
                KeyKind.AZURE_KV,
                key.at(),
                KeyTexts.azure(
                    key.text("vaultUrl").orElse(""),
                    key.text("key").orElse(""),
                    key.text("version").orElse(""))));
  }

  /** A file with more could not be read again. */
  private void limit(SourceLocation at, List<MasterKey> keys) {
    Map<KeyKind, Integer> counts = new HashMap<>();
    keys.forEach(key -> counts.merge(key.kind(), 1, Integer::sum));
    if (counts.values().stream().anyMatch(count -> count > MOST_OF_A_KIND)) {
      problems.add(
          ConfigFields.error(
              at, "more than " + MOST_OF_A_KIND + " keys of one kind", "name fewer keys"));
    }
  }
}
