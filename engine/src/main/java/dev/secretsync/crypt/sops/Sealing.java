package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretBytes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Encrypts documents as sops 3.13 does (formats.md 1.14). */
public final class Sealing {
  /** The version of SOPS whose format we write, which its {@code version} field must name. */
  static final String VERSION = "3.13.2";

  private static final SecureRandom RANDOM = new SecureRandom();

  private Sealing() {}

  /**
   * Encrypts documents under a new data key.
   *
   * @param file what problems are about
   * @param plain documents without a {@code sops} block
   * @param problems takes what cannot be encrypted or wrapped; nothing is returned then
   * @return the documents, each with the {@code sops} block as its last entry
   */
  public static Optional<List<Document>> seal(
      String file,
      List<Document> plain,
      SealSettings settings,
      KeyRing keys,
      Instant now,
      Problems problems) {
    return seal(file, plain, settings, VERSION, keys, now, problems);
  }

  static Optional<List<Document>> seal(
      String file,
      List<Document> plain,
      SealSettings settings,
      String version,
      KeyRing keys,
      Instant now,
      Problems problems) {
    byte[] random = new byte[EncryptedValue.DATA_KEY_SIZE];
    RANDOM.nextBytes(random);
    try (KeyMemory memory = new KeyMemory();
        SecretBytes dataKey = SecretBytes.copyOf(memory.keep(random))) {
      Optional<List<KeyGroup>> groups =
          new Wrapping(keys, file, now, problems).wrap(dataKey, settings);
      return groups.flatMap(wrapped ->
          seal(
              plain,
              new Sealed(settings, wrapped, Wrapping.threshold(settings), version),
              dataKey,
              EarlierCiphertexts.none(),
              now,
              problems));
    }
  }

  /** Ours, unless the file says a later one; what is no version counts as an older one. */
  static String newerVersion(String version) {
    int[] theirs = numbers(version);
    return theirs.length > 0 && Arrays.compare(theirs, numbers(VERSION)) > 0 ? version : VERSION;
  }

  private static int[] numbers(String version) {
    return version.matches("[0-9]{1,6}(\\.[0-9]{1,6}){2}")
        ? Arrays.stream(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray()
        : new int[0];
  }

  /** What a file is sealed with besides its data key. */
  record Sealed(SealSettings settings, List<KeyGroup> groups, int threshold, String version) {}

  static Optional<List<Document>> seal(
      List<Document> plain,
      Sealed with,
      SecretBytes dataKey,
      EarlierCiphertexts earlier,
      Instant now,
      Problems problems) {
    Problems found = new Problems();
    plain.forEach(document -> refuseReserved(document, found));
    try (KeyMemory memory = new KeyMemory()) {
      byte[] key = dataKey.reveal(bytes -> memory.keep(bytes.clone()));
      Encryption encryption = new Encryption(key, with.settings(), earlier, memory, found);
      List<Document> encrypted = encryption.of(plain);
      problems.addAll(found.all());
      if (found.hasErrors()) {
        return Optional.empty();
      }
      Rfc3339 modified = Rfc3339.ofSecond(now);
      SopsMetadata metadata =
          new SopsMetadata(
              with.groups(),
              with.threshold(),
              with.settings().selection(),
              modified,
              encryption.sealedMac(modified),
              MetadataWriter.NOWHERE,
              with.settings().macOnlyEncrypted(),
              with.version(),
              List.of());
      return Optional.of(withBlock(encrypted, metadata));
    }
  }

  /** The documents with this {@code sops} block as the last entry of each. */
  static List<Document> withBlock(List<Document> documents, SopsMetadata metadata) {
    Node.Mapping block = MetadataWriter.write(metadata);
    return documents.stream().map(document -> withBlock(document, block)).toList();
  }

  private static Document withBlock(Document document, Node.Mapping block) {
    if (!(document.root() instanceof Node.Mapping root)) {
      return document;
    }
    List<Node.Item> items = new ArrayList<>(root.items());
    items.removeIf(item -> item instanceof Node.Entry entry && entry.key().equals(SopsFile.BLOCK));
    items.add(new Node.Entry(SopsFile.BLOCK, MetadataWriter.NOWHERE, block));
    return new Document(document.index(), new Node.Mapping(items, root.at()));
  }

  private static void refuseReserved(Document document, Problems problems) {
    if (document.root() instanceof Node.Mapping root && root.get(SopsFile.BLOCK).isPresent()) {
      problems.add(
          Diagnostic.error(
              Code.ALREADY_ENCRYPTED,
              document.at(),
              "a key named sops: the file is encrypted already, or uses the name that SOPS needs",
              "change an encrypted file with edit or set, or rename the key"));
    }
  }
}
