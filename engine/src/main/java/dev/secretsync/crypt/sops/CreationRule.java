package dev.secretsync.crypt.sops;

import dev.secretsync.model.SourceLocation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How new files of some paths are encrypted (formats.md 1.13).
 *
 * @param at where it begins
 * @param groups the keys; none where the rule names none, so that they must come from elsewhere
 * @param shamirThreshold how many groups open a file; as many as there are where it is not set
 * @param selection which values are encrypted, where the rule says so
 * @param macOnlyEncrypted whether the MAC leaves out what is not encrypted
 */
public record CreationRule(
    SourceLocation at,
    List<List<MasterKey>> groups,
    OptionalInt shamirThreshold,
    Optional<Selection> selection,
    boolean macOnlyEncrypted) {
  public CreationRule {
    groups = groups.stream().map(List::copyOf).toList();
  }

  /** How to encrypt a file, if nobody names other keys. */
  public SealSettings settings() {
    return new SealSettings(
        groups,
        shamirThreshold.orElse(0),
        selection.orElse(Selection.Suffix.BY_DEFAULT),
        macOnlyEncrypted);
  }
}
