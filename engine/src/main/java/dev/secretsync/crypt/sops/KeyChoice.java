package dev.secretsync.crypt.sops;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whose data key and keys a merged file has. */
public enum KeyChoice {
  OURS,
  THEIRS,
  /**
   * Both sides changed them differently. To take the keys of both would give who was removed on one
   * side what was written after that (security.md X8).
   */
  CONFLICT;

  /**
   * The side that changed them, by a rotation or for other keys; ours where nobody did, or where
   * both rotated for the same keys.
   *
   * @param base nothing where it was not encrypted
   * @param ours nothing where it is not encrypted, and then {@code theirs} is
   */
  public static KeyChoice of(
      Optional<Unsealed> base, Optional<Unsealed> ours, Optional<Unsealed> theirs) {
    if (ours.isEmpty() || theirs.isEmpty()) {
      return ours.isPresent() ? OURS : THEIRS;
    }
    Unsealed mine = ours.get();
    Unsealed other = theirs.get();
    if (base.filter(b -> isUnchanged(b, other)).isPresent()) {
      return OURS;
    }
    if (base.filter(b -> isUnchanged(b, mine)).isPresent()) {
      return THEIRS;
    }
    return hasSameKeys(mine, other) ? OURS : CONFLICT;
  }

  private static boolean isUnchanged(Unsealed before, Unsealed after) {
    return before.sharesDataKeyWith(after) && hasSameKeys(before, after);
  }

  private static boolean hasSameKeys(Unsealed a, Unsealed b) {
    return Wrapping.threshold(a.settings()) == Wrapping.threshold(b.settings())
        && groups(a.settings()).equals(groups(b.settings()));
  }

  private static List<Set<String>> groups(SealSettings settings) {
    return settings.groups().stream()
        .map(group -> group.stream().map(MasterKey::text).collect(Collectors.toSet()))
        .toList();
  }
}
