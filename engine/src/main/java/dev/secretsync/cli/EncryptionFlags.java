package dev.secretsync.cli;

import dev.secretsync.crypt.sops.EncryptionKeys;
import dev.secretsync.crypt.sops.MasterKey;
import dev.secretsync.crypt.sops.SealSettings;
import dev.secretsync.crypt.sops.Selection;
import dev.secretsync.crypt.sops.SelectionField;
import dev.secretsync.files.CreationRules;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * For whom and how a file is encrypted: flags, then environment, then {@code .sops.yaml}
 * (formats.md 1.13). Keys that are named replace all groups of the rule; its other settings stay.
 */
final class EncryptionFlags {
  private static final SealSettings WITHOUT_RULE =
      new SealSettings(List.of(), 0, Selection.Suffix.BY_DEFAULT, false);

  private EncryptionFlags() {}

  /**
   * The settings for a new file at {@code name}.
   *
   * @param problems takes why there are none; nothing is returned then
   */
  static Optional<SealSettings> settings(FileRun run, String name, Problems problems) {
    Problems found = new Problems();
    Optional<List<MasterKey>> named =
        EncryptionKeys.of(values(run.invocation()), run.invocation().env(), found);
    SealSettings base =
        switch (run.rules().of(Path.of(name))) {
          case CreationRules.Answer.Rule(var rule, _) -> rule.settings();
          case CreationRules.Answer.NoRules _ -> WITHOUT_RULE;
          case CreationRules.Answer.NoRuleMatches _ -> {
            found.add(
                Diagnostic.error(
                    Code.NO_CREATION_RULE,
                    name,
                    "no creation rule of .sops.yaml matches it",
                    "add one, or use another config with --config"));
            yield WITHOUT_RULE;
          }
          case CreationRules.Answer.Refused _ -> throw new RefusedException(run.problems().all());
        };
    Selection selection = selection(run.invocation(), found).orElse(base.selection());
    problems.addAll(found.all());
    return found.hasErrors()
        ? Optional.empty()
        : Optional.of(merged(run.invocation(), base, named, selection));
  }

  private static SealSettings merged(
      Invocation invocation,
      SealSettings base,
      Optional<List<MasterKey>> named,
      Selection selection) {
    return new SealSettings(
        named.map(List::of).orElse(base.groups()),
        invocation.number(Flag.SHAMIR_THRESHOLD, base.threshold()),
        selection,
        base.macOnlyEncrypted() || invocation.has(Flag.MAC_ONLY_ENCRYPTED));
  }

  /** A flag beats the rule; two flags, or what is no regex, are problems. */
  private static Optional<Selection> selection(Invocation invocation, Problems problems) {
    List<Selection> chosen = new ArrayList<>();
    for (SelectionField field : SelectionField.values()) {
      String flag = field.field().replace('_', '-');
      Optional<String> text =
          Optional.ofNullable(invocation.line().getOptionValue(flag)).filter(t -> !t.isEmpty());
      Optional<Selection> selection = text.flatMap(field::selection);
      selection.ifPresent(chosen::add);
      if (text.isPresent() && selection.isEmpty()) {
        problems.add(
            Diagnostic.error(
                Code.USAGE,
                "",
                "--" + flag + " is no " + field.expected(),
                "look-around and backreferences are not RE2"));
      }
    }
    if (chosen.size() > 1) {
      throw Invocation.usage(
          "more than one flag says which values are encrypted", "give one of them");
    }
    return chosen.stream().findFirst();
  }

  /** The flags that name keys, and those that belong to them. */
  private static Map<String, String> values(Invocation invocation) {
    Map<String, String> values = new TreeMap<>();
    List<String> names = new ArrayList<>(EncryptionKeys.flags());
    names.addAll(List.of("aws-profile", "encryption-context"));
    for (String name : names) {
      Optional.ofNullable(invocation.line().getOptionValue(name))
          .ifPresent(text -> values.put(name, text));
    }
    return values;
  }
}
