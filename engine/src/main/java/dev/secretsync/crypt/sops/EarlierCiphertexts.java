package dev.secretsync.crypt.sops;

import dev.secretsync.model.SecretBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ciphertexts of a file before it was changed. Each is given out at most once: two equal
 * elements of a list must not end with one nonce and so show that they are equal (formats.md 1.14,
 * security.md X12).
 */
final class EarlierCiphertexts implements AutoCloseable {
  private record Slot(LeafType type, String associated) {}

  private record Earlier(SecretBytes plaintext, String ciphertext) {}

  private final Map<Slot, List<Earlier>> slots = new HashMap<>();

  /** None: every value gets a new ciphertext. */
  static EarlierCiphertexts none() {
    return new EarlierCiphertexts();
  }

  void add(LeafType type, String associated, SecretBytes plaintext, String ciphertext) {
    slots
        .computeIfAbsent(new Slot(type, associated), _ -> new ArrayList<>())
        .add(new Earlier(plaintext, ciphertext));
  }

  /** The same again, to be given out for another try; the plaintexts are shared. */
  EarlierCiphertexts copy() {
    EarlierCiphertexts copy = new EarlierCiphertexts();
    slots.forEach((slot, all) -> copy.slots.put(slot, new ArrayList<>(all)));
    return copy;
  }

  /**
   * Those of another version of the file, after our own. A ciphertext that both have is still given
   * out only once.
   */
  void addAll(EarlierCiphertexts others) {
    others.slots.forEach((slot, theirs) -> {
      List<Earlier> ours = slots.computeIfAbsent(slot, _ -> new ArrayList<>());
      Set<String> known = ours.stream().map(Earlier::ciphertext).collect(Collectors.toSet());
      for (Earlier one : theirs) {
        if (known.add(one.ciphertext())) {
          ours.add(one);
        }
      }
    });
  }

  /** The first one left of this type, place and plaintext. */
  Optional<String> take(LeafType type, String associated, byte[] plaintext) {
    List<Earlier> left = slots.getOrDefault(new Slot(type, associated), new ArrayList<>());
    try (SecretBytes wanted = SecretBytes.copyOf(plaintext)) {
      for (Iterator<Earlier> all = left.iterator(); all.hasNext(); ) {
        Earlier one = all.next();
        if (one.plaintext().equals(wanted)) {
          all.remove();
          return Optional.of(one.ciphertext());
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    slots.values().forEach(left -> left.forEach(one -> one.plaintext().close()));
  }
}
