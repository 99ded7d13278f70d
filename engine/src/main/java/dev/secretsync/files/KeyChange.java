package dev.secretsync.files;

import dev.secretsync.crypt.sops.MasterKey;
import dev.secretsync.crypt.sops.SealSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What becomes of the keys of a file, group by group. Keys are equal when SOPS spells them equally
 * (formats.md 1.14).
 *
 * @param groups as many as there are before or after
 * @param neededBefore how many groups it took to open the file
 * @param neededAfter how many it will take
 */
public record KeyChange(List<Group> groups, int neededBefore, int neededAfter) {
  public KeyChange {
    groups = List.copyOf(groups);
  }

  /** What becomes of the keys of one group; in the order of the new group, and of the old one. */
  public record Group(List<MasterKey> added, List<MasterKey> removed) {
    public Group {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }

    boolean isEmpty() {
      return added.isEmpty() && removed.isEmpty();
    }
  }

  /** The change from one to the other. */
  static KeyChange between(SealSettings before, SealSettings after) {
    int count = Math.max(before.groups().size(), after.groups().size());
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<MasterKey> old = group(before, i);
      List<MasterKey> fresh = group(after, i);
      groups.add(new Group(without(fresh, old), without(old, fresh)));
    }
    return new KeyChange(groups, before.neededGroups(), after.neededGroups());
  }

  private static List<MasterKey> group(SealSettings settings, int index) {
    return index < settings.groups().size() ? settings.groups().get(index) : List.of();
  }

  private static List<MasterKey> without(List<MasterKey> keys, List<MasterKey> others) {
    Set<String> texts = others.stream().map(MasterKey::text).collect(Collectors.toSet());
    return keys.stream().filter(key -> !texts.contains(key.text())).toList();
  }

  /** Whether nothing changes. The order of keys does not count. */
  public boolean isEmpty() {
    return groups.stream().allMatch(Group::isEmpty) && neededBefore == neededAfter;
  }

  /** Whether somebody could open the file and will not be able to (security.md X8). */
  boolean removesKeys() {
    return groups.stream().anyMatch(group -> !group.removed().isEmpty());
  }

  /**
   * Whether the data key is known to somebody who will not get it any more: who was removed, and
   * where more groups are needed than before, whoever could open the file with fewer.
   */
  boolean needsNewDataKey() {
    return removesKeys() || neededAfter > neededBefore;
  }
}
