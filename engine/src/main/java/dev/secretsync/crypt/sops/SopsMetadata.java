package dev.secretsync.crypt.sops;

import dev.secretsync.model.SourceLocation;
import java.util.List;

/**
 * The {@code sops} block of a file's first document (formats.md 1.8).
 *
 * @param groups at least one
 * @param selection which leaves are encrypted
 * @param lastModified when the file was written; binds the MAC
 * @param mac the encrypted MAC; empty where there is none
 * @param macAt where the MAC stands, or should
 * @param macOnlyEncrypted whether the MAC leaves out what is not encrypted
 */
record SopsMetadata(
    List<KeyGroup> groups,
    Selection selection,
    Rfc3339 lastModified,
    String mac,
    SourceLocation macAt,
    boolean macOnlyEncrypted) {
  SopsMetadata {
    groups = List.copyOf(groups);
  }
}
