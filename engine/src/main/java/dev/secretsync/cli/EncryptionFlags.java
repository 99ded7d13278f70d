package dev.secretsync.cli;

import dev.secretsync.crypt.sops.EncryptionKeys;
import dev.secretsync.crypt.sops.MasterKey;
import dev.secretsync.crypt.sops.SealSettings;
import dev.secretsync.crypt.sops.Selection;
import dev.secretsync.crypt.sops.SelectionField;
import dev.secretsync.crypt.sops.SopsConfig;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
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
  private EncryptionFlags() {}

  /** The settings for a new file at {@code name}; nothing where problems were added. */
  static Optional<SealSettings> settings(FileRun run, String name) {
    Optional<List<MasterKey>> named =
        EncryptionKeys.of(values(run.invocation()), run.invocation().env(), run.problems());
    Optional<SopsConfig.Answer> answer = run.config().map(file -> file.ruleFor(Path.of(name)));
    if (run.problems().hasErrors()) {
      return Optional.empty();
    }
    Optional<SealSettings> rule =
        switch (answer.orElseGet(SopsConfig.Answer.NoRules::new)) {
          case SopsConfig.Answer.Rule(var matching) -> Optional.of(matching.settings());
          case SopsConfig.Answer.NoRules _ -> Optional.empty();
          case SopsConfig.Answer.NoRuleMatches _ -> noRule(run, name);
        };
    if (run.problems().hasErrors()) {
      return Optional.empty();
    }
    SealSettings base =
        rule.orElseGet(() -> new SealSettings(List.of(), 0, Selection.Suffix.BY_DEFAULT, false));
    return selection(run, base).map(chosen -> merged(run, base, named, chosen));
  }

  private static SealSettings merged(
      FileRun run, SealSettings base, Optional<List<MasterKey>> named, Selection selection) {
    return new SealSettings(
        named.map(List::of).orElse(base.groups()),
        run.invocation().number(Flag.SHAMIR_THRESHOLD, base.threshold()),
        selection,
        base.macOnlyEncrypted() || run.invocation().has(Flag.MAC_ONLY_ENCRYPTED));
  }

  private static Optional<SealSettings> noRule(FileRun run, String name) {
    run.problems()
        .add(
            Diagnostic.error(
                Code.NO_CREATION_RULE,
                name,
                "no creation rule of .sops.yaml matches it",
                "add one, or use another config with --config"));
    return Optional.empty();
  }

  /** A flag beats the rule; two flags, or what is no regex, are problems. */
  private static Optional<Selection> selection(FileRun run, SealSettings base) {
    List<Selection> chosen = new ArrayList<>();
    for (SelectionField field : SelectionField.values()) {
      String flag = field.field().replace('_', '-');
      Optional.ofNullable(run.invocation().line().getOptionValue(flag))
          .filter(text -> !text.isEmpty())
          .ifPresent(text ->
              field
                  .selection(text)
                  .ifPresentOrElse(
                      chosen::add,
                      () ->
                          run.problems()
                              .add(
                                  Diagnostic.error(
                                      Code.USAGE,
                                      "",
                                      "--" + flag + " is no RE2 regex of at most 512 characters",
                                      "look-around and backreferences are not RE2"))));
    }
    if (chosen.size() > 1) {
      throw Invocation.usage(
          "more than one flag says which values are encrypted", "give one of them");
    }
    return run.problems().hasErrors()
        ? Optional.empty()
        : Optional.of(chosen.isEmpty() ? base.selection() : chosen.getFirst());
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
