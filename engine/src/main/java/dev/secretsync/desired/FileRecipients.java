package dev.secretsync.desired;

import dev.secretsync.crypt.sops.MasterKey;
import dev.secretsync.crypt.sops.SopsFile;
import dev.secretsync.model.SourceLocation;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who may open an encrypted file, as its {@code sops} block says. These are labels that nobody
 * signed: an age stanza does not show for whom it was made (security.md X6). They tell honest
 * mistakes and visible changes; they prove nothing about the key that is really behind one.
 *
 * @param at where the {@code sops} block begins
 * @param recipients of all key groups: age recipients, fingerprints, ids of other keys
 * @param groups how many key groups there are
 * @param needed how many of them it takes to open the file
 */
public record FileRecipients(
    SourceLocation at, SortedSet<String> recipients, int groups, int needed) {
  public FileRecipients {
    recipients = Collections.unmodifiableSortedSet(new TreeSet<>(recipients));
  }

  static FileRecipients of(SopsFile file) {
    return new FileRecipients(
        file.at(),
        file.settings().groups().stream()
            .flatMap(group -> group.stream())
            .map(FileRecipients::id)
            .collect(Collectors.toCollection(TreeSet::new)),
        file.settings().groups().size(),
        file.settings().neededGroups());
  }

  /** Role, profile and context say how to ask for a key of AWS, and not which key it is. */
  private static String id(MasterKey key) {
    return key instanceof MasterKey.Kms kms ? kms.arn() : key.text();
  }
}
