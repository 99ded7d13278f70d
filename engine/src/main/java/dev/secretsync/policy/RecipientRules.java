package dev.secretsync.policy;

import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.declare.PolicyDeclaration.Recipients;
import dev.secretsync.model.SourceLocation;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who must and who may be able to decrypt which files (X6, X11). */
final class RecipientRules {
  private static final Pattern FINGERPRINT = Pattern.compile("(?i)(0x)?[0-9a-f ]{16,64}!?");
  private static final int LONGEST = 70;
  private final List<Compiled> rules;

  private record Compiled(
      Patterns paths, Set<String> require, Set<String> allow, SourceLocation at) {
    static Compiled of(Recipients declared) {
      return new Compiled(
          Patterns.ofPaths(declared.paths()),
          spelled(declared.require()),
          spelled(declared.allow()),
          declared.at());
    }

    boolean covers(String path) {
      return !paths.isEmpty() && paths.match(path);
    }

    Stream<Objection> objections(SortedSet<String> recipients) {
      return Stream.concat(
          require.stream()
              .sorted()
              .filter(one -> !recipients.contains(one))
              .map(one -> new Objection(at, "recipient " + shown(one) + " is missing")),
          recipients.stream()
              .filter(one -> !allow.isEmpty() && !allow.contains(one) && !require.contains(one))
              .map(one -> new Objection(at, "recipient " + shown(one) + " is not allowed")));
    }
  }

  /**
   * What is wrong with a file's recipients.
   *
   * @param at where the rule stands
   */
  record Objection(SourceLocation at, String reason) {}

  RecipientRules(List<PolicyDeclaration> policies) {
    rules =
        policies.stream()
            .flatMap(policy -> policy.recipients().stream())
            .map(Compiled::of)
            .toList();
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  List<Objection> judge(String path, SortedSet<String> recipients) {
    return rules.stream()
        .filter(rule -> rule.covers(path))
        .flatMap(rule -> rule.objections(recipients))
        .toList();
  }

  /** As the {@code sops} block spells them: people copy fingerprints with spaces. */
  private static Set<String> spelled(List<String> recipients) {
    return recipients.stream()
        .map(one ->
            FINGERPRINT.matcher(one).matches()
                ? one.replace(" ", "").toUpperCase(Locale.ROOT).replaceFirst("^0X", "")
                : one.strip())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Post-quantum recipients are longer than a page, and people paste identities. */
  private static String shown(String recipient) {
    if (recipient.contains("SECRET-KEY")) {
      return "(a private key)";
    }
    return recipient.length() <= LONGEST
        ? recipient
        : recipient.substring(0, LONGEST - 20)
            + "..."
            + recipient.substring(recipient.length() - 8);
  }
}
