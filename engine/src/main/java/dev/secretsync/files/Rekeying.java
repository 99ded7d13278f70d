package dev.secretsync.files;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.sops.CreationRule;
import dev.secretsync.crypt.sops.MacCheck;
import dev.secretsync.crypt.sops.MasterKey;
import dev.secretsync.crypt.sops.SealSettings;
import dev.secretsync.crypt.sops.Store;
import dev.secretsync.crypt.sops.StoreIndent;
import dev.secretsync.crypt.sops.Unsealed;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code rotate} and {@code updatekeys}: a file gets other keys, a new data key, or both
 * (formats.md 1.14). What would be done is known without any key, so that it can be shown first.
 *
 * <p>Unlike SOPS, {@code updatekeys} never removes a key without a new data key: who had the old
 * one could read all later versions (security.md X8).
 */
public final class Rekeying {
  private final KeyRing keys;
  private final MacCheck check;
  private final Instant now;
  private final Function<Path, StoreIndent> indent;
  private final Problems problems;

  /**
   * @param keys open the files, and wrap the data keys
   * @param indent how a file is written
   * @param problems takes everything that is wrong with any file
   */
  public Rekeying(
      KeyRing keys,
      MacCheck check,
      Instant now,
      Function<Path, StoreIndent> indent,
      Problems problems) {
    this.keys = keys;
    this.check = check;
    this.now = now;
    this.indent = indent;
    this.problems = problems;
  }

  /** What is to be done with one file. */
  public static final class Planned {
    private final EncryptedFile file;
    private final SealSettings settings;
    private final KeyChange change;
    private final boolean newDataKey;

    private Planned(EncryptedFile file, SealSettings settings, boolean newDataKey) {
      this.file = file;
      this.settings = settings;
      this.change = KeyChange.between(file.sops().settings(), settings);
      this.newDataKey = newDataKey || change.needsNewDataKey();
    }

    /** The file's path. */
    public String name() {
      return file.name();
    }

    /** What becomes of its keys. */
    public KeyChange change() {
      return change;
    }

    /** Whether all of it is encrypted anew, or the data key stays and is wrapped again. */
    public boolean newDataKey() {
      return newDataKey;
    }

    /** Whether the file is as it should be. */
    public boolean isEmpty() {
      return change.isEmpty() && !newDataKey;
    }
  }

  /**
   * A new data key. Added keys go to the first group, removed ones out of all of them; the
   * threshold stays.
   *
   * @return nothing when a problem was added
   */
  public Optional<Planned> planRotation(
      Path path, Optional<FileFormat> format, List<MasterKey> added, List<MasterKey> removed) {
    return EncryptedFile.read(path, format, problems)
        .flatMap(file -> {
          SealSettings before = file.sops().settings();
          List<List<MasterKey>> groups = groups(before.groups(), added, removed);
          return isOpenable(file, before.groups(), groups)
              ? Optional.of(new Planned(file, before.withGroups(groups, before.threshold()), true))
              : Optional.empty();
        });
  }

  private static List<List<MasterKey>> groups(
      List<List<MasterKey>> before, List<MasterKey> added, List<MasterKey> removed) {
    Set<String> gone = texts(removed);
    List<List<MasterKey>> groups = new ArrayList<>();
    for (List<MasterKey> old : before) {
      List<MasterKey> group = new ArrayList<>(old);
      if (groups.isEmpty()) {
        Set<String> there = texts(old);
        added.stream().filter(key -> there.add(key.text())).forEach(group::add);
      }
      group.removeIf(key -> gone.contains(key.text()));
      groups.add(group);
    }
    return groups;
  }

  private static Set<String> texts(List<MasterKey> keys) {
    return keys.stream().map(MasterKey::text).collect(Collectors.toCollection(HashSet::new));
  }

  /** SOPS would write the file, and nobody could open the group, or anything, any more. */
  private boolean isOpenable(
      EncryptedFile file, List<List<MasterKey>> before, List<List<MasterKey>> after) {
    boolean openable = true;
    for (int i = 0; i < after.size(); i++) {
      if (after.get(i).isEmpty() && !before.get(i).isEmpty()) {
        openable = false;
        problems.add(
            Diagnostic.error(
                Code.NO_ENCRYPTION_KEY,
                file.sops().at(),
                after.size() == 1
                    ? "no key of the file would be left"
                    : "no key of group " + (i + 1) + " would be left",
                "add another key in the same run"));
      }
    }
    return openable;
  }

  /**
   * The keys of a creation rule. The threshold is the rule's; where it says none, the file keeps
   * its own as far as there are groups.
   *
   * @return nothing when a problem was added
   */
  public Optional<Planned> planUpdate(Path path, Optional<FileFormat> format, CreationRules rules) {
    return EncryptedFile.read(path, format, problems)
        .flatMap(file ->
            rule(path, rules)
                .map(rule -> {
                  SealSettings before = file.sops().settings();
                  int threshold =
                      rule.shamirThreshold()
                          .orElse(Math.min(before.threshold(), rule.groups().size()));
                  return new Planned(file, before.withGroups(rule.groups(), threshold), false);
                }));
  }

  private Optional<CreationRule> rule(Path path, CreationRules rules) {
    return switch (rules.of(path)) {
      case CreationRules.Answer.Rule(CreationRule rule, _) when !rule.groups().isEmpty() ->
          Optional.of(rule);
      case CreationRules.Answer.Rule(CreationRule rule, _) -> {
        problems.add(
            Diagnostic.error(
                Code.NO_ENCRYPTION_KEY,
                path.toString(),
                "its creation rule names no key: " + rule.at(),
                "write the recipients into the rule"));
        yield Optional.empty();
      }
      case CreationRules.Answer.NoRuleMatches _ -> {
        problems.add(
            Diagnostic.error(
                Code.NO_CREATION_RULE,
                path.toString(),
                "no creation rule of .sops.yaml matches it",
                "add a rule, or look at path_regex"));
        yield Optional.empty();
      }
      case CreationRules.Answer.NoRules _ -> {
        problems.add(
            Diagnostic.error(
                Code.NO_CREATION_RULE,
                path.toString(),
                "there is no .sops.yaml with creation rules",
                "write one, or name it with --config"));
        yield Optional.empty();
      }
      case CreationRules.Answer.Refused _ -> Optional.empty();
    };
  }

  /**
   * Does it.
   *
   * @return whether it was written; if not, problems were added and the file is as it was
   */
  public boolean write(Planned planned, Output output) {
    StoreIndent indented = indent.apply(Path.of(planned.name()));
    Optional<byte[]> bytes =
        (planned.newDataKey ? rotated(planned) : rewrapped(planned))
            .map(documents -> Store.writeEncrypted(planned.file.format(), documents, indented));
    bytes.ifPresent(changed -> {
      output.write(changed);
      tellWhatToChange(planned);
    });
    return bytes.isPresent();
  }

  private Optional<List<Document>> rotated(Planned planned) {
    Optional<Unsealed> opened = planned.file.sops().unseal(keys, check, problems);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (Unsealed unsealed = opened.get()) {
      return unsealed.rotated(planned.settings, keys, now, problems);
    }
  }

  private Optional<List<Document>> rewrapped(Planned planned) {
    return planned.file.sops().rewrapped(planned.settings, keys, now, problems);
  }

  /**
   * Warns of each value that a removed key could read: it can still, from Git or from a copy, so
   * the value itself has to change (security.md X8).
   */
  public void tellWhatToChange(Planned planned) {
    if (planned.change.removesKeys()) {
      for (String address : planned.file.sops().addresses()) {
        problems.add(
            Diagnostic.warning(
                Code.ROTATE_AT_SOURCE,
                planned.name() + ": " + address,
                "a removed key could read this value: change it at its source",
                ""));
      }
    }
  }
}
