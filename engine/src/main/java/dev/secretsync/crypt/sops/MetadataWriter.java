package dev.secretsync.crypt.sops;

import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The {@code sops} block as sops 3.13 writes it: fields in alphabetical order at every level
 * (formats.md 1.8).
 */
final class MetadataWriter {
  /** Written nodes stand nowhere yet. */
  static final SourceLocation NOWHERE = new SourceLocation("", 1, 1);

  /** These two are written in a key group even when it has none of them. */
  private static final List<KeyKind> ALWAYS_IN_GROUPS = List.of(KeyKind.AGE, KeyKind.HC_VAULT);

  private MetadataWriter() {}

  static Node.Mapping write(SopsMetadata metadata) {
    SortedMap<String, Node> fields = new TreeMap<>();
    if (metadata.groups().size() == 1) {
      fields.putAll(group(metadata.groups().getFirst(), List.of()));
    } else {
      fields.put(
          "key_groups",
          list(
              metadata.groups().stream()
                  .map(group -> (Node) mapping(group(group, ALWAYS_IN_GROUPS)))
                  .toList()));
    }
    if (metadata.threshold() != 0) {
      fields.put("shamir_threshold", scalar(new ScalarValue.Int(metadata.threshold())));
    }
    fields.put("lastmodified", text(metadata.lastModified().inSeconds()));
    fields.put("mac", text(metadata.mac()));
    if (metadata.macOnlyEncrypted()) {
      fields.put("mac_only_encrypted", scalar(new ScalarValue.Bool(true)));
    }
    if (!metadata.selection().pattern().isEmpty()) {
      fields.put(metadata.selection().field(), text(metadata.selection().pattern()));
    }
    fields.put("version", text(metadata.version()));
    return mapping(fields);
  }

  private static SortedMap<String, Node> group(KeyGroup group, List<KeyKind> always) {
    Map<KeyKind, List<Node>> byKind = new TreeMap<>();
    always.forEach(kind -> byKind.put(kind, new ArrayList<>()));
    for (WrappedKey key : group.keys()) {
      byKind.computeIfAbsent(key.key().kind(), _ -> new ArrayList<>()).add(entry(key));
    }
    SortedMap<String, Node> fields = new TreeMap<>();
    byKind.forEach((kind, entries) -> fields.put(kind.field(), list(entries)));
    return fields;
  }

  private static Node entry(WrappedKey wrapped) {
    SortedMap<String, Node> fields = new TreeMap<>();
    fields.put("enc", text(wrapped.enc()));
    if (!wrapped.createdAt().isEmpty()) {
      fields.put("created_at", text(wrapped.createdAt()));
    }
    switch (wrapped.key()) {
      case MasterKey.Age(String recipient) -> fields.put("recipient", text(recipient));
      case MasterKey.Pgp(String fingerprint) -> fields.put("fp", text(fingerprint));
      case MasterKey.Kms kms -> kms(kms, fields);
      case MasterKey.GcpKms(String resourceId) -> fields.put("resource_id", text(resourceId));
      case MasterKey.Hckms(String keyId) -> fields.put("key_id", text(keyId));
      case MasterKey.AzureKv(String vaultUrl, String name, String version) -> {
        fields.put("vault_url", text(vaultUrl));
        fields.put("name", text(name));
        fields.put("version", text(version));
      }
      case MasterKey.HcVault(String address, String enginePath, String keyName) -> {
        fields.put("vault_address", text(address));
        fields.put("engine_path", text(enginePath));
        fields.put("key_name", text(keyName));
      }
    }
    return mapping(fields);
  }

  private static void kms(MasterKey.Kms kms, SortedMap<String, Node> fields) {
    fields.put("arn", text(kms.arn()));
    fields.put("aws_profile", text(kms.profile()));
    if (!kms.role().isEmpty()) {
      fields.put("role", text(kms.role()));
    }
    if (!kms.context().isEmpty()) {
      SortedMap<String, Node> context = new TreeMap<>();
      kms.context().forEach((name, value) -> context.put(name, text(value)));
      fields.put("context", mapping(context));
    }
  }

  private static Node.Mapping mapping(SortedMap<String, Node> fields) {
    List<Node.Item> items = new ArrayList<>();
    fields.forEach((name, value) -> items.add(new Node.Entry(name, NOWHERE, value)));
    return new Node.Mapping(items, NOWHERE);
  }

  private static Node list(List<Node> elements) {
    return new Node.Sequence(
        elements.stream().map(element -> (Node.Item) new Node.Element(element)).toList(), NOWHERE);
  }

  private static Node text(String text) {
    return scalar(new ScalarValue.Text(text));
  }

  private static Node scalar(ScalarValue value) {
    return new Node.Scalar(value, NOWHERE);
  }
}
