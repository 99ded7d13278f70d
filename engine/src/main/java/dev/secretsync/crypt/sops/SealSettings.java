package dev.secretsync.crypt.sops;

import java.util.List;

/**
 * How a file is to be encrypted: what a creation rule, flags, or its own {@code sops} block say.
 *
 * @param groups keys; any one of a group opens the group (formats.md 1.10)
 * @param threshold how many groups open the file; 0 for all of them
 * @param selection which leaves are encrypted; ignored by the binary format
 * @param macOnlyEncrypted whether the MAC leaves out what is not encrypted
 */
public record SealSettings(
    List<List<MasterKey>> groups, int threshold, Selection selection, boolean macOnlyEncrypted) {
  public SealSettings {
    groups = groups.stream().map(List::copyOf).toList();
  }

  /** The same for other keys. */
  public SealSettings withGroups(List<List<MasterKey>> newGroups, int newThreshold) {
    return new SealSettings(newGroups, newThreshold, selection, macOnlyEncrypted);
  }

  /** Whether both encrypt the same leaves, and guard the others alike. */
  public boolean selectsAs(SealSettings other) {
    return selection.field().equals(other.selection.field())
        && selection.pattern().equals(other.selection.pattern())
        && macOnlyEncrypted == other.macOnlyEncrypted;
  }
}
