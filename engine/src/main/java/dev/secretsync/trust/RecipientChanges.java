package dev.secretsync.trust;

import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.desired.FileRecipients;
import dev.secretsync.model.TrustChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who may newly decrypt which file, and who no longer may (X6, X8). A file that was moved is held
 * against the one that declared its Secrets before; of a new file, only recipients that no file had
 * are worth a word. Names in a {@code sops} block are labels: nothing proves whose key is behind.
 */
final class RecipientChanges {
  private final Declarations before;
  private final SortedMap<String, FileRecipients> recipientsBefore;
  private final Declarations now;
  private final SortedMap<String, FileRecipients> recipients;
  private final SortedSet<String> everybody;

  RecipientChanges(
      Declarations before,
      SortedMap<String, FileRecipients> recipientsBefore,
      Declarations now,
      SortedMap<String, FileRecipients> recipients) {
    this.before = before;
    this.recipientsBefore = recipientsBefore;
    this.now = now;
    this.recipients = recipients;
    everybody =
        recipientsBefore.values().stream()
            .flatMap(file -> file.recipients().stream())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  List<TrustChange> find() {
    List<TrustChange> found = new ArrayList<>();
    recipients.forEach((path, file) -> {
      Optional<FileRecipients> old =
          Optional.ofNullable(recipientsBefore.get(path)).or(() -> movedFrom(path));
      List<String> words = old.map(was -> changed(was, file)).orElseGet(() -> strangers(file));
      words.forEach(one -> found.add(new TrustChange(TrustChange.Kind.RECIPIENTS, path, one)));
    });
    return found;
  }

  private static List<String> changed(FileRecipients was, FileRecipients is) {
    Keys keys = new Keys(was.recipients(), is.recipients());
    List<String> words = new ArrayList<>();
    keys.added().forEach(key -> words.add(key + " can newly decrypt it"));
    keys.removed()
        .forEach(key ->
            words.add(
                key
                    + " can no longer decrypt it, and knows its values so far: change them at their"
                    + " source (X8)"));
    if (was.groups() != is.groups() || was.needed() != is.needed()) {
      words.add("it takes " + groups(is) + " to decrypt it, it took " + groups(was));
    }
    return words;
  }

  private static String groups(FileRecipients file) {
    return file.needed()
        + " of "
        + file.groups()
        + (file.groups() == 1 ? " key group" : " key groups");
  }

  private List<String> strangers(FileRecipients file) {
    return new Keys(everybody, file.recipients())
        .added().stream()
            .map(key -> key + " can decrypt this new file, and could decrypt no file so far")
            .toList();
  }

  private Optional<FileRecipients> movedFrom(String path) {
    return now.secrets().stream()
        .filter(secret -> secret.file().equals(path))
        .flatMap(secret -> before.secrets().stream().filter(old -> isSame(old, secret)))
        .flatMap(old -> Optional.ofNullable(recipientsBefore.get(old.file())).stream())
        .findFirst();
  }

  private static boolean isSame(ManagedSecret old, ManagedSecret secret) {
    return old.id().equals(secret.id())
        && old.secretName().equals(secret.secretName())
        && old.namespace().equals(secret.namespace());
  }
}
