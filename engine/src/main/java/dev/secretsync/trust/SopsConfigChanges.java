package dev.secretsync.trust;

import dev.secretsync.crypt.sops.CreationRule;
import dev.secretsync.crypt.sops.MasterKey;
import dev.secretsync.crypt.sops.SopsConfig;
import dev.secretsync.model.Problems;
import dev.secretsync.model.TrustChange;
import dev.secretsync.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How each {@code .sops.yaml} differs. Nothing of it decides about a plan, and everything that is
 * encrypted from now on goes by it (X6).
 */
final class SopsConfigChanges {
  private SopsConfigChanges() {}

  static List<TrustChange> between(
      SortedMap<String, SourceFile> before, SortedMap<String, SourceFile> now) {
    SortedSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(now.keySet());
    List<TrustChange> found = new ArrayList<>();
    for (String path : paths) {
      words(Optional.ofNullable(before.get(path)), Optional.ofNullable(now.get(path)))
          .forEach(words -> found.add(new TrustChange(TrustChange.Kind.SOPS_CONFIG, path, words)));
    }
    return found;
  }

  private static List<String> words(Optional<SourceFile> before, Optional<SourceFile> now) {
    if (before.map(SourceFile::blobId).equals(now.map(SourceFile::blobId))) {
      return List.of();
    }
    Keys keys = new Keys(recipients(before), recipients(now));
    List<String> words = new ArrayList<>();
    keys.added().forEach(key -> words.add("its rules newly encrypt for " + key));
    keys.removed().forEach(key -> words.add("its rules no longer encrypt for " + key));
    if (words.isEmpty()) {
      words.add(
          now.isEmpty()
              ? "removed"
              : before.isEmpty() ? "added" : "changed, for the same recipients as a whole");
    }
    return words;
  }

  /** Of all rules together; none where it cannot be read. */
  private static SortedSet<String> recipients(Optional<SourceFile> file) {
    return file.flatMap(one -> SopsConfig.parse(one.path(), one.text(), new Problems())).stream()
        .flatMap(config -> config.rules().stream())
        .map(CreationRule::groups)
        .flatMap(List::stream)
        .flatMap(List::stream)
        .map(MasterKey::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
