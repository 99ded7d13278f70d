package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A YAML file that SOPS encrypted (formats.md 1). What can be known without keys is known after
 * {@link #parse}; {@link #open} needs the runner's identities.
 *
 * <p>The MAC covers the values of a file and their order. It does not cover the names of keys that
 * are not encrypted, comments, empty values, or the {@code sops} block (formats.md 1.6).
 */
public final class SopsFile {
  static final String BLOCK = "sops";

  private final SourceLocation at;
  private final SopsMetadata metadata;
  private final List<Leaf> leaves;
  private final Set<Place> encrypted;
  private final List<Diagnostic> damage;

  private SopsFile(
      SourceLocation at, SopsMetadata metadata, List<Leaf> leaves, List<Diagnostic> damage) {
    this.at = at;
    this.metadata = metadata;
    this.leaves = List.copyOf(leaves);
    this.damage = List.copyOf(damage);
    encrypted =
        leaves.stream()
            .filter(Leaf.Encrypted.class::isInstance)
            .map(Leaf::place)
            .collect(Collectors.toCollection(HashSet::new));
  }

  /** Whether a document of the file has a {@code sops} block, so that the file must be opened. */
  public static boolean isSops(List<Document> documents) {
    return documents.stream().anyMatch(d -> block(d).isPresent());
  }

  /**
   * Reads the structure of a file without any key.
   *
   * @param file its path in the repository
   * @param documents all documents of the file
   * @param problems takes what is wrong with the {@code sops} block, and each value that stands in
   *     clear ({@link Code#PLAINTEXT_VALUE}) or is malformed where the file's rule wants ciphertext
   * @return nothing when the {@code sops} block cannot be understood
   */
  public static Optional<SopsFile> parse(String file, List<Document> documents, Problems problems) {
    Optional<Node> block = documents.stream().findFirst().flatMap(SopsFile::block);
    if (!(block.orElse(null) instanceof Node.Mapping mapping)) {
      SourceLocation where = block.map(Node::at).orElse(new SourceLocation(file, 1, 1));
      problems.add(metadata(where, "the first document has no sops block that is a mapping"));
      return Optional.empty();
    }
    Optional<SopsMetadata> metadata = MetadataReader.read(mapping, problems);
    if (metadata.isEmpty()) {
      return Optional.empty();
    }
    List<Leaf> leaves = new ArrayList<>();
    Problems found = new Problems();
    for (Document document : documents) {
      if (document.root() instanceof Node.Mapping root) {
        Walk.over(root, document.index(), metadata.get().selection(), leaves, found);
      } else {
        found.add(metadata(document.at(), "a document of an encrypted file is no mapping"));
      }
    }
    problems.addAll(found.all());
    List<Diagnostic> damage = found.all().stream().filter(Diagnostic::isError).toList();
    return Optional.of(new SopsFile(mapping.at(), metadata.get(), leaves, damage));
  }

  /** The age recipients that can open the file. */
  public SortedSet<String> recipients() {
    return metadata.groups().stream()
        .flatMap(group -> group.age().stream())
        .map(KeyGroup.AgeEntry::recipient)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The kinds of all keys that can open the file. */
  public SortedSet<KeyKind> kinds() {
    return metadata.groups().stream()
        .flatMap(group -> group.kinds().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** When the file was last written, as it says itself. */
  public Instant lastModified() {
    return metadata.lastModified().instant();
  }

  /**
   * Whether the leaf at this place is ciphertext. An empty text is not, though SOPS leaves it empty
   * where values are encrypted.
   *
   * @param document its number in the file, from 0
   * @param path mapping keys, and for elements of lists their numbers from 0, as they stand in the
   *     file
   */
  public boolean isEncrypted(int document, List<String> path) {
    return encrypted.contains(new Place(document, path));
  }

  /** Decrypts everything and checks the MAC. Asks for identities only when it comes to that. */
  public Opening open(KeyRing keys) {
    Optional<Diagnostic> unsupported = unsupported();
    if (unsupported.isPresent()) {
      return new Opening.Refused(unsupported.get());
    }
    if (!damage.isEmpty()) {
      return new Opening.Damaged(damage);
    }
    try (KeyMemory memory = new KeyMemory()) {
      return decrypt(keys, memory);
    }
  }

  /** Leaves its keys and plaintext in {@code memory}, which the caller closes. */
  Opening decrypt(KeyRing keys, KeyMemory memory) {
    List<AgeIdentity> identities = keys.identities();
    DataKey unwrapping = new DataKey(identities, memory);
    Optional<byte[]> dataKey = unwrapping.unwrap(metadata.groups().getFirst());
    if (dataKey.isPresent()) {
      return new Decryption(dataKey.get(), metadata, memory).of(leaves);
    }
    return unwrapping.damaged().isEmpty()
        ? new Opening.NoMatchingKey(at, recipients(), kinds(), unsupported(identities))
        : new Opening.Damaged(unwrapping.damaged());
  }

  /** What we could not open safely, or cannot open yet: the one place that says so. */
  private Optional<Diagnostic> unsupported() {
    if (metadata.macOnlyEncrypted()) { // security.md X1: everything in clear could be edited
      return Optional.of(
          refused(
              "mac_only_encrypted leaves what is not encrypted open to edits",
              "encrypt the file again without mac_only_encrypted"));
    }
    if (metadata.groups().size() > 1) {
      return Optional.of(
          refused("several key groups are not supported yet", "use one key group for the file"));
    }
    return Optional.empty();
  }

  private Diagnostic refused(String summary, String hint) {
    return Diagnostic.error(Code.NOT_SUPPORTED_YET, at, summary, hint);
  }

  private static Set<AgeIdentity.Kind> unsupported(List<AgeIdentity> identities) {
    Set<AgeIdentity.Kind> kinds = new HashSet<>();
    for (AgeIdentity identity : identities) {
      if (identity instanceof AgeIdentity.Unsupported(AgeIdentity.Kind kind)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static Optional<Node> block(Document document) {
    return document.root() instanceof Node.Mapping root ? root.get(BLOCK) : Optional.empty();
  }

  private static Diagnostic metadata(SourceLocation at, String summary) {
    return Diagnostic.error(
        Code.SOPS_METADATA, at, summary, "restore the sops block as sops wrote it");
  }
}
