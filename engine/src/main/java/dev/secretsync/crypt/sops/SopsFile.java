package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SourceLocation;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file that SOPS encrypted (formats.md 1). What can be known without keys is known after {@link
 * #parse}; {@link #open} needs the runner's identities.
 *
 * <p>The MAC covers the values of a file and their order. It does not cover the names of keys that
 * are not encrypted, comments, empty values, or the {@code sops} block (formats.md 1.6).
 */
public final class SopsFile {
  static final String BLOCK = "sops";

  private final String file;
  private final SourceLocation at;
  private final List<Document> documents;
  private final SopsMetadata metadata;
  private final List<Leaf> leaves;
  private final Set<Place> encrypted;
  private final List<Diagnostic> damage;

  private SopsFile(
      String file,
      SourceLocation at,
      List<Document> documents,
      SopsMetadata metadata,
      List<Leaf> leaves,
      List<Diagnostic> damage) {
    this.file = file;
    this.at = at;
    this.documents = List.copyOf(documents);
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
    return MetadataReader.read(mapping, problems)
        .map(metadata -> parse(file, mapping.at(), documents, metadata, problems));
  }

  /**
   * The same for a file of the binary format, all of which is encrypted whatever its block says.
   */
  public static Optional<SopsFile> parseBinary(
      String file, List<Document> documents, Problems problems) {
    return parse(file, documents, new Problems())
        .map(read ->
            parse(
                file,
                read.at,
                documents,
                read.metadata.withSelection(Selection.Suffix.EVERYTHING),
                problems))
        .or(() -> parse(file, documents, problems));
  }

  private static SopsFile parse(
      String file,
      SourceLocation at,
      List<Document> documents,
      SopsMetadata metadata,
      Problems problems) {
    Problems found = new Problems();
    Structure structure = new Structure(found);
    for (Document document : documents) {
      if (document.root() instanceof Node.Mapping root) {
        Walk.over(root, document.index(), metadata.selection(), structure);
      } else {
        found.add(metadata(document.at(), "a document of an encrypted file is no mapping"));
      }
    }
    problems.addAll(found.all());
    List<Diagnostic> damage = found.all().stream().filter(Diagnostic::isError).toList();
    return new SopsFile(file, at, documents, metadata, structure.leaves(), damage);
  }

  /** The age recipients that can open the file. */
  public SortedSet<String> recipients() {
    return masterKeys()
        .filter(MasterKey.Age.class::isInstance)
        .map(MasterKey::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<MasterKey> masterKeys() {
    return metadata.groups().stream().flatMap(group -> group.masterKeys().stream());
  }

  /** How the file is encrypted, and for which keys. */
  public SealSettings settings() {
    return metadata.settings();
  }

  /**
   * Whether everything that is not encrypted could be edited without anybody noticing. Only who
   * watches those parts otherwise may open such a file (security.md X1).
   */
  public boolean leavesPlainValuesOpen() {
    return metadata.macOnlyEncrypted();
  }

  /** The kinds of all keys that can open the file. */
  public SortedSet<KeyKind> kinds() {
    return metadata.groups().stream()
        .flatMap(group -> group.kinds().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether it has a MAC and says which SOPS wrote it: what SOPS calls encrypted. */
  public boolean isComplete() {
    return !metadata.mac().isEmpty() && !metadata.version().isEmpty();
  }

  /** Whether it has a MAC, right or wrong. */
  public boolean hasMac() {
    return !metadata.mac().isEmpty();
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

  /**
   * The encrypted values in the file's order, as messages name them, such as {@code
   * stringData.password}.
   */
  public List<String> addresses() {
    return leaves.stream()
        .filter(Leaf.Encrypted.class::isInstance)
        .map(leaf -> leaf.place().inFile())
        .toList();
  }

  /**
   * What stands in clear although {@code wanted}, which is not the file's own rule, encrypts it.
   */
  public List<Diagnostic> inClear(Selection wanted) {
    return Structure.inClear(documents, wanted);
  }

  /** Where the {@code sops} block begins. */
  public SourceLocation at() {
    return at;
  }

  /** Decrypts everything and checks the MAC. Asks for identities only when it comes to that. */
  public Opening open(KeyRing keys) {
    return open(keys, new SharedDataKeys());
  }

  /** The same, and lets {@code shared} remember which data key the file has. */
  public Opening open(KeyRing keys, SharedDataKeys shared) {
    if (!damage.isEmpty()) {
      return new Opening.Damaged(damage);
    }
    try (KeyMemory memory = new KeyMemory()) {
      Decrypted decrypted = decrypt(keys, MacCheck.REQUIRED, memory);
      decrypted.dataKey().ifPresent(dataKey -> shared.add(file, dataKey));
      return decrypted.opening();
    }
  }

  /** Why the identities do not give the data key; empty when they do. Decrypts no value (R117). */
  public List<Diagnostic> missingKey(KeyRing keys) {
    try (KeyMemory memory = new KeyMemory()) {
      DataKey unwrapping = new DataKey(keys, memory);
      if (unwrapping.unwrap(metadata).isPresent()) {
        return List.of();
      }
      return switch (unopened(unwrapping)) {
        case Opening.NoMatchingKey none -> List.of(none.namingKeys());
        case Opening other -> other.problems();
      };
    }
  }

  /**
   * Opens the file to show or change it.
   *
   * @param problems takes why it could not be opened; nothing is returned then
   */
  public Optional<Unsealed> unseal(KeyRing keys, MacCheck check, Problems problems) {
    if (!damage.isEmpty()) {
      problems.addAll(damage);
      return Optional.empty();
    }
    try (KeyMemory memory = new KeyMemory()) {
      Decrypted decrypted = decrypt(keys, check, memory);
      problems.addAll(decrypted.opening().problems());
      if (!(decrypted.opening() instanceof Opening.Opened opened)) {
        return Optional.empty();
      }
      byte[] dataKey = decrypted.dataKey().orElseThrow();
      PlainDocuments plain = new PlainDocuments(opened.leaves(), dataKey, memory);
      return Optional.of(
          new Unsealed(
              file,
              plain.of(documents, metadata.selection()),
              metadata,
              SecretBytes.copyOf(dataKey),
              plain.earlier()));
    }
  }

  /**
   * The file for other keys under the same data key; no value is decrypted or changed. Who had the
   * data key keeps it: removing a key takes {@link Unsealed#rotated} (security.md X8).
   *
   * @param problems takes why that cannot be done; nothing is returned then
   */
  public Optional<List<Document>> rewrapped(
      SealSettings settings, KeyRing keys, Instant now, Problems problems) {
    if (!metadata.unknown().isEmpty()) {
      problems.add(unknownFields(metadata));
      return Optional.empty();
    }
    try (KeyMemory memory = new KeyMemory()) {
      DataKey unwrapping = new DataKey(keys, memory);
      Optional<byte[]> dataKey = unwrapping.unwrap(metadata);
      if (dataKey.isEmpty()) {
        problems.addAll(unopened(unwrapping).problems());
        return Optional.empty();
      }
      try (SecretBytes secret = SecretBytes.copyOf(dataKey.get())) {
        return new Wrapping(keys, file, now, problems)
            .wrapAgain(secret, settings, metadata.groups())
            .map(groups ->
                Sealing.withBlock(
                    documents, metadata.withKeys(groups, Wrapping.threshold(settings))));
      }
    }
  }

  /** Rewriting the block would lose them; nothing but their names is known. */
  static Diagnostic unknownFields(SopsMetadata metadata) {
    return Diagnostic.error(
        Code.SOPS_METADATA,
        metadata.macAt(),
        "the sops block has fields that would be lost: "
            + metadata.unknown().stream().map(Place::visible).collect(Collectors.joining(", ")),
        "write the file with the version of sops that knows them, or remove them");
  }

  /** What came of decrypting, with the key where there is one. */
  record Decrypted(Opening opening, Optional<byte[]> dataKey) {}

  /** Leaves its keys and plaintext in {@code memory}, which the caller closes. */
  Decrypted decrypt(KeyRing keys, MacCheck check, KeyMemory memory) {
    DataKey unwrapping = new DataKey(keys, memory);
    Optional<byte[]> dataKey = unwrapping.unwrap(metadata);
    return new Decrypted(
        dataKey.map(key -> decrypt(key, check, memory)).orElseGet(() -> unopened(unwrapping)),
        dataKey);
  }

  /** The same where the data key is known. */
  Opening decrypt(byte[] dataKey, MacCheck check, KeyMemory memory) {
    return new Decryption(dataKey, metadata, check, memory).of(leaves);
  }

  private Opening unopened(DataKey unwrapping) {
    return unwrapping.damaged().isEmpty()
        ? new Opening.NoMatchingKey(
            at, masterKeys().toList(), unwrapping.opened(), unwrapping.needed())
        : new Opening.Damaged(unwrapping.damaged());
  }

  private static Optional<Node> block(Document document) {
    return document.root() instanceof Node.Mapping root ? root.get(BLOCK) : Optional.empty();
  }

  private static Diagnostic metadata(SourceLocation at, String summary) {
    return Diagnostic.error(
        Code.SOPS_METADATA, at, summary, "restore the sops block as sops wrote it");
  }
}
