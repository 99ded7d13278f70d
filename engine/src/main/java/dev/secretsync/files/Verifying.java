package dev.secretsync.files;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.sops.CreationRule;
import dev.secretsync.crypt.sops.MasterKey;
import dev.secretsync.crypt.sops.Opening;
import dev.secretsync.crypt.sops.SealSettings;
import dev.secretsync.crypt.sops.Selection;
import dev.secretsync.crypt.sops.SharedDataKeys;
import dev.secretsync.crypt.sops.SopsFile;
import dev.secretsync.document.FileFormat;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code verify}: whether encrypted files are sound and are encrypted for whom {@code .sops.yaml}
 * says. Reads only, says no value, and as much as can be known without a key it tells without one.
 */
public final class Verifying {
  private final KeyRing keys;
  private final CreationRules rules;
  private final boolean requireMac;
  private final boolean strict;
  private final Problems problems;

  private final SharedDataKeys shared = new SharedDataKeys();
  private final AtomicInteger files = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger unopened = new AtomicInteger();

  /**
   * @param keys open the files, as far as they do
   * @param requireMac whether a file that no key opens is an error
   * @param strict whether what makes files weaker without breaking them is an error
   * @param problems takes everything that is wrong with any file
   */
  public Verifying(
      KeyRing keys, CreationRules rules, boolean requireMac, boolean strict, Problems problems) {
    this.keys = keys;
    this.rules = rules;
    this.requireMac = requireMac;
    this.strict = strict;
    this.problems = problems;
  }

  /**
   * How much was looked at.
   *
   * @param files encrypted files, and those that should be
   * @param withMac of these, those that a key opened to values that fit their MAC
   * @param withoutMac of these, those that no key of this run opens
   */
  public record Checked(int files, int withMac, int withoutMac) {}

  /** Looks at all files that the paths mean, several at once. To be called once. */
  public Checked verify(List<Path> paths) {
    FileSearch.all(paths, problems).parallelStream()
        .forEach(found -> {
          try {
            verify(found);
          } catch (RefusedException e) {
            problems.addAll(e.diagnostics());
          }
        });
    tellSharedDataKeys();
    if (files.get() == 0) {
      weakness(
          Code.NOTHING_ENCRYPTED, "", "there is no encrypted file to verify", "check the paths");
    }
    return new Checked(files.get(), opened.get(), unopened.get());
  }

  private void verify(FileSearch.Found found) {
    Path path = found.path();
    if (found.named()) {
      files.incrementAndGet();
      EncryptedFile.read(path, Optional.empty(), problems).ifPresent(file -> verify(path, file));
      return;
    }
    switch (Recognition.ofFound(path, problems)) {
      case Recognition.Encrypted(EncryptedFile file) -> {
        files.incrementAndGet();
        verify(path, file);
      }
      case Recognition.Broken _ -> files.incrementAndGet();
      case Recognition.Plain _ -> plain(path);
    }
  }

  private void plain(Path path) {
    if (rules.of(path) instanceof CreationRules.Answer.Rule(CreationRule rule, boolean demanded)
        && demanded) {
      files.incrementAndGet();
      problems.add(
          Diagnostic.error(
              Code.NOT_ENCRYPTED,
              path.toString(),
              "is not encrypted, and a creation rule is for it: " + rule.at(),
              "encrypt it and change its values, which are in clear until then; or correct"
                  + " path_regex"));
    }
  }

  private void verify(Path path, EncryptedFile file) {
    switch (rules.of(path)) {
      case CreationRules.Answer.Rule(CreationRule rule, _) -> compare(file, rule);
      case CreationRules.Answer.NoRuleMatches _ ->
          weakness(
              Code.NO_CREATION_RULE,
              file.name(),
              "no creation rule of .sops.yaml matches it, so its recipients cannot be checked",
              "add a rule, or look at path_regex");
      case CreationRules.Answer.NoRules _, CreationRules.Answer.Refused _ -> {}
    }
    if (file.sops().settings().mixesClassicAndHybrid()) {
      weakness(SealSettings.mixedRecipients(file.name()));
    }
    open(file.sops());
  }

  private void open(SopsFile file) {
    switch (file.open(keys, shared)) {
      case Opening.Opened values -> {
        values.close();
        opened.incrementAndGet();
      }
      case Opening.NoMatchingKey unmatched -> {
        unopened.incrementAndGet();
        if (!file.hasMac()) {
          problems.add(
              Diagnostic.error(
                  Code.MAC_MISMATCH,
                  file.at(),
                  "the file has no MAC, so anybody may have changed it",
                  "restore the file from Git"));
        }
        if (requireMac) {
          problems.addAll(unmatched.problems());
        }
      }
      case Opening.Damaged damaged -> problems.addAll(damaged.problems());
      case Opening.Refused refused -> problems.addAll(refused.problems());
    }
  }

  private void compare(EncryptedFile file, CreationRule rule) {
    SealSettings actual = file.sops().settings();
    if (!rule.groups().isEmpty()) {
      int threshold =
          rule.shamirThreshold().orElse(Math.min(actual.threshold(), rule.groups().size()));
      KeyChange change = KeyChange.between(actual, actual.withGroups(rule.groups(), threshold));
      for (int i = 0; i < change.groups().size(); i++) {
        String where = change.groups().size() == 1 ? "" : " in key group " + (i + 1);
        KeyChange.Group group = change.groups().get(i);
        group.added().forEach(key -> differs(file, rule, "is not for " + shown(key) + where));
        group.removed().forEach(key -> differs(file, rule, "is also for " + shown(key) + where));
      }
      if (change.neededBefore() != change.neededAfter()) {
        differs(
            file,
            rule,
            "needs %d key groups to be opened and not %d"
                .formatted(change.neededBefore(), change.neededAfter()));
      }
    }
    if (actual.macOnlyEncrypted() && !rule.macOnlyEncrypted()) { // security.md X1
      weakness(
          Code.KEYS_DIFFER,
          file.name(),
          "has mac_only_encrypted, other than its creation rule says: what stands in clear may be"
              + " changed unnoticed",
          "write it into the rule, " + rule.at() + ", or encrypt the file again");
    }
    compareSelection(file, rule);
  }

  private static String shown(MasterKey key) {
    return key.kind().field() + " " + key.shown();
  }

  private void differs(EncryptedFile file, CreationRule rule, String summary) {
    problems.add(
        Diagnostic.error(
            Code.KEYS_DIFFER,
            file.sops().at(),
            summary + ", other than its creation rule says: " + rule.at(),
            "see who changed the file or the rule; then run secretsync updatekeys"));
  }

  /**
   * security.md X7: the file says itself what is encrypted, and whoever edits that may leave values
   * in clear. A rule that does not say it either is no proof of that: flags may have.
   */
  private void compareSelection(EncryptedFile file, CreationRule rule) {
    Selection wanted = rule.settings().selection();
    Selection actual = file.sops().settings().selection();
    if (file.format() == FileFormat.BINARY
        || (wanted.field().equals(actual.field()) && wanted.pattern().equals(actual.pattern()))) {
      return;
    }
    List<Diagnostic> inClear = file.sops().inClear(wanted);
    if (rule.selection().isPresent()) {
      problems.addAll(inClear);
    } else if (!inClear.isEmpty()) {
      weakness(
          Code.PLAINTEXT_VALUE,
          file.name(),
          "leaves values in clear by its own %s, which its creation rule does not have"
              .formatted(actual.field()),
          "write the field into the rule: " + rule.at());
    }
  }

  private void tellSharedDataKeys() {
    for (SortedSet<String> group : shared.groups()) {
      String first = group.getFirst();
      for (String other : group.tailSet(first)) {
        if (!other.equals(first)) {
          weakness(
              Code.SHARED_DATA_KEY,
              other,
              "has the data key of " + first + ", so values could be moved between them unnoticed",
              "run secretsync rotate -i on one of them, and encrypt new files instead of copying");
        }
      }
    }
  }

  private void weakness(Code code, String subject, String summary, String hint) {
    weakness(Diagnostic.warning(code, subject, summary, hint));
  }

  private void weakness(Diagnostic warning) {
    problems.add(
        strict
            ? new Diagnostic(
                warning.code(),
                Severity.ERROR,
                warning.subject(),
                warning.at(),
                warning.summary(),
                warning.hint())
            : warning);
  }
}
