package dev.secretsync.crypt.sops;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
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

  /** How many groups it takes to open a file. */
  public int neededGroups() {
    int all = groups.size();
    return all < 2 ? 1 : threshold == 0 ? all : threshold;
  }

  /** Whether one classic recipient voids what the hybrid ones are for (security.md X11). */
  public boolean mixesClassicAndHybrid() {
    List<String> recipients =
        groups.stream()
            .flatMap(List::stream)
            .filter(MasterKey.Age.class::isInstance)
            .map(MasterKey::text)
            .toList();
    long hybrid = recipients.stream().filter(recipient -> recipient.startsWith("age1pq1")).count();
    return hybrid > 0 && hybrid < recipients.size();
  }

  /** The warning of that. */
  public static Diagnostic mixedRecipients(String file) {
    return Diagnostic.warning(
        Code.MIXED_RECIPIENTS,
        file,
        "classic and post-quantum age recipients together are only as strong as the classic",
        "give every recipient an age1pq1 key");
  }

  /** The same for a file of the binary format, which is encrypted as a whole. */
  public SealSettings ofEverything() {
    return new SealSettings(groups, threshold, Selection.Suffix.EVERYTHING, false);
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
