package dev.secretsync.crypt.sops;

import dev.secretsync.model.SourceLocation;
import java.util.List;

/**
 * The {@code sops} block of a file's first document (formats.md 1.8).
 *
 * @param groups at least one
 * @param threshold how many groups open the file; 0 where the block does not say
 * @param selection which leaves are encrypted
 * @param lastModified when the file was written; binds the MAC
 * @param mac the encrypted MAC; empty where there is none
 * @param macAt where the MAC stands, or should
 * @param macOnlyEncrypted whether the MAC leaves out what is not encrypted
 * @param version of SOPS whose format this is; empty where the block does not say
 * @param unknown fields that we do not know, so that rewriting the block would lose them
 */
record SopsMetadata(
    List<KeyGroup> groups,
    int threshold,
    Selection selection,
    Rfc3339 lastModified,
    String mac,
    SourceLocation macAt,
    boolean macOnlyEncrypted,
    String version,
    List<String> unknown) {
  SopsMetadata {
    groups = List.copyOf(groups);
    unknown = List.copyOf(unknown);
  }

  /** How the file is encrypted, for writing it again. */
  SealSettings settings() {
    return new SealSettings(
        groups.stream().map(KeyGroup::masterKeys).toList(), threshold, selection, macOnlyEncrypted);
  }

  SopsMetadata withSelection(Selection other) {
    return new SopsMetadata(
        groups, threshold, other, lastModified, mac, macAt, macOnlyEncrypted, version, unknown);
  }

  SopsMetadata withKeys(List<KeyGroup> newGroups, int newThreshold) {
    return new SopsMetadata(
        newGroups,
        newThreshold,
        selection,
        lastModified,
        mac,
        macAt,
        macOnlyEncrypted,
        version,
        unknown);
  }
}
