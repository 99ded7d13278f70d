package dev.secretsync.policy;

import dev.secretsync.diff.Difference;
import java.util.List;

/** The rules that judge every change. The built-in ones cannot be relaxed. */
public final class Policy {
  private final List<Rule> rules;

  private Policy(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** The rules that hold everywhere. */
  public static Policy builtIn() {
    return new Policy(List.of(new BlockedSecrets()));
  }

  /** Every refusal of this change, by every rule, in the order of the rules. */
  public List<Finding> judge(Difference difference) {
    return rules.stream().flatMap(rule -> rule.judge(difference)).toList();
  }
}
