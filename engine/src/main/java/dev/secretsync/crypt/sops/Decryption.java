package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Decrypts the leaves of a file with its data key, then checks the MAC over all of them. */
final class Decryption {
  private final ValueKey dataKey;
  private final KeyMemory memory;
  private final SopsMetadata metadata;
  private final MacCheck check;
  private final FileMac mac;
  private final SequencedMap<Place, DecryptedLeaf> leaves = new LinkedHashMap<>();
  private final List<Diagnostic> problems = new ArrayList<>();

  Decryption(byte[] dataKey, SopsMetadata metadata, MacCheck check, KeyMemory memory) {
    this.dataKey = new ValueKey(dataKey);
    this.check = check;
    this.metadata = metadata;
    mac = new FileMac(metadata.macOnlyEncrypted());
    this.memory = memory;
  }

  Opening of(List<Leaf> all) {
    all.forEach(this::add);
    if (problems.isEmpty() && check == MacCheck.REQUIRED) {
      checkMac();
    }
    Opening.Opened opened = new Opening.Opened(leaves);
    if (problems.isEmpty()) {
      return opened;
    }
    opened.close();
    return new Opening.Damaged(problems);
  }

  private void add(Leaf leaf) {
    switch (leaf) {
      case Leaf.Plain(_, var value) -> LeafBytes.ofPlain(value).ifPresent(mac::addPlain);
      case Leaf.Empty(Place place) ->
          leaves.put(place, new DecryptedLeaf(LeafType.STR, SecretBytes.copyOf(new byte[0])));
      case Leaf.Encrypted encrypted -> add(encrypted);
    }
  }

  private void add(Leaf.Encrypted leaf) {
    LeafType type = leaf.value().type();
    Optional<byte[]> plaintext = leaf.value().decrypt(dataKey, leaf.associated(), memory);
    if (plaintext.isEmpty()) {
      damaged(leaf, " does not authenticate: it was changed, or belongs to another place or file");
      return;
    }
    Optional<byte[]> bytes = LeafBytes.ofDecrypted(type, plaintext.get(), memory);
    if (bytes.isEmpty()) {
      damaged(leaf, " does not hold what its type says");
      return;
    }
    mac.addEncrypted(bytes.get());
    leaves.put(leaf.place(), new DecryptedLeaf(type, SecretBytes.copyOf(bytes.get())));
  }

  private void damaged(Leaf.Encrypted leaf, String summary) {
    problems.add(
        Diagnostic.error(
            Code.DAMAGED_CIPHERTEXT,
            leaf.at(),
            leaf.place().shown() + summary,
            "restore the value from Git, or encrypt it again with sops"));
  }

  private void checkMac() {
    if (metadata.mac().isEmpty()) {
      mismatch("the file has no MAC, so anybody may have changed it");
      return;
    }
    Optional<byte[]> stored =
        EncryptedValue.parse(metadata.mac())
            .filter(value -> value.type() == LeafType.STR)
            .flatMap(v -> v.decrypt(dataKey, metadata.lastModified().inSeconds(), memory));
    if (stored.isEmpty()) {
      mismatch("the MAC does not authenticate: it is of another file or time");
      return;
    }
    byte[] computed = memory.keep(mac.hex().getBytes(StandardCharsets.US_ASCII));
    if (!MessageDigest.isEqual(stored.get(), computed)) {
      mismatch("the MAC does not fit the values: somebody changed the file without sops");
    }
  }

  private void mismatch(String summary) {
    problems.add(
        Diagnostic.error(
            Code.MAC_MISMATCH,
            metadata.macAt(),
            summary,
            "see who changed the file since it was encrypted; then edit it with sops"));
  }
}
