package dev.secretsync.policy;

import dev.secretsync.model.Code;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import java.util.Optional;

/**
 * A rule's refusal of one change.
 *
 * @param address what it refuses
 * @param code the kind of finding
 * @param rule the rule's name, as people can look it up
 * @param at where the rule is declared; empty for a built-in one
 * @param reason why, in words that name no value
 * @param declared whether it refuses what Git declares, so that the whole plan waits for Git to
 *     change; otherwise it refuses what a cluster holds, and concerns that Secret alone
 */
public record Finding(
    SecretAddress address,
    Code code,
    String rule,
    Optional<SourceLocation> at,
    String reason,
    boolean declared) {

  /** What refuses, as people look it up: {@code policy/base.yaml:14 no-wildcards-in-prod}. */
  public String by() {
    return at.map(place -> place.file() + ":" + place.line() + " ").orElse("") + rule;
  }

  /** The same refusal of something else that follows from the same file. */
  Finding about(SecretAddress other) {
    return new Finding(other, code, rule, at, reason, declared);
  }
}
