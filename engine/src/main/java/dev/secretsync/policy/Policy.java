package dev.secretsync.policy;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.Code;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rules that judge every change. The built-in ones cannot be relaxed. */
public final class Policy {
  private final BlockedSecrets blocked = new BlockedSecrets();
  private final DeclaredRules rules;
  private final RecipientRules recipients;
  private final Limits limits;
  private final Refusals refusals;
  private final Function<Origin.Collected, SortedSet<String>> taking;
  private final PolicySource source;
  private final List<Wave> waves;
  private final IgnoreRules ignoredDrift;

  private Policy(
      DeclaredRules rules,
      RecipientRules recipients,
      Limits limits,
      Refusals refusals,
      Function<Origin.Collected, SortedSet<String>> taking,
      PolicySource source,
      List<Wave> waves,
      IgnoreRules ignoredDrift) {
    this.rules = rules;
    this.recipients = recipients;
    this.limits = limits;
    this.refusals = refusals;
    this.taking = taking;
    this.source = source;
    this.waves = List.copyOf(waves);
    this.ignoredDrift = ignoredDrift;
  }

  /** The rules that hold everywhere. */
  public static Policy builtIn() {
    return of(List.of(), Collections.emptySortedMap(), PolicySource.none());
  }

  /**
   * The built-in rules and the declared ones.
   *
   * @param declared from the trusted revision
   * @param clusters the clusters that selectors of the policy are about
   */
  public static Policy of(
      List<PolicyDeclaration> declared,
      SortedMap<String, ClusterDeclaration> clusters,
      PolicySource source) {
    return new Policy(
        new DeclaredRules(declared, clusters),
        new RecipientRules(declared),
        new Limits(declared, clusters),
        Refusals.none(),
        collected -> Collections.emptySortedSet(),
        source,
        Waves.of(declared, clusters),
        IgnoreRules.of(declared, clusters));
  }

  /** The same, which remembers what it refused before any file was opened. */
  public Policy having(Refusals refused) {
    return new Policy(rules, recipients, limits, refused, taking, source, waves, ignoredDrift);
  }

  /**
   * The same, which knows whose say it is that a cluster's Secret is taken: who may declare that
   * for which clusters is asked as for a Secret that Git declares (X3).
   *
   * @param files those that declare the control plane and the sources that take it
   */
  public Policy taking(Function<Origin.Collected, SortedSet<String>> files) {
    return new Policy(rules, recipients, limits, refusals, files, source, waves, ignoredDrift);
  }

  /** Every refusal of this change: by the built-in rules, then by the declared ones. */
  public List<Finding> judge(Difference difference) {
    if (difference instanceof Difference.Unknown) {
      return refusals.findings().getOrDefault(difference.address(), List.of());
    }
    Stream<Finding> declared =
        rules.isEmpty()
            ? Stream.of()
            : Intent.of(difference)
                .map(intent -> withPaths(intent, difference))
                .flatMap(intent -> rules.judge(intent, difference.address()).stream())
                .distinct();
    return Stream.concat(blocked.judge(difference), declared).toList();
  }

  private Intent withPaths(Intent intent, Difference difference) {
    if (difference.belonging().map(Subject::origin).orElse(null)
        instanceof Origin.Collected source) {
      return intent.decidedBy(taking.apply(source));
    }
    SortedSet<String> paths = refusals.paths().get(intent.address());
    return paths == null || intent.paths().isEmpty() ? intent : intent.decidedBy(paths);
  }

  /**
   * Every refusal of what is meant to be, for who has declarations and no cluster: it is refused
   * whatever the cluster holds.
   */
  public List<Finding> judge(Intent intent) {
    return Stream.concat(blocked.judge(intent), judgeDeclared(intent).stream()).toList();
  }

  /** Whether nothing is declared, so that nothing has to be asked. */
  boolean isBuiltInOnly() {
    return rules.isEmpty() && recipients.isEmpty();
  }

  /** The same by the declared rules alone. */
  List<Finding> judgeDeclared(Intent intent) {
    return rules.judge(intent, intent.address());
  }

  /**
   * Every refusal of an encrypted file, for its recipients alone.
   *
   * @param path the file
   * @param named its recipients, as its {@code sops} block names them
   */
  public List<Finding> judgeRecipients(String path, SortedSet<String> named) {
    return recipients.judge(path, named).stream()
        .map(objection ->
            new Finding(
                SecretAddress.of("", "", ""),
                Code.RECIPIENT,
                "recipients",
                Optional.of(objection.at()),
                objection.reason(),
                true))
        .toList();
  }

  /** Every limit that concerns it, held against one cluster's part of a plan. */
  public List<Guard> guards(Counts counts) {
    return limits.hold(counts);
  }

  /** In which order clusters are written to; empty for all at once. */
  public List<Wave> waves() {
    return waves;
  }

  /** Which drift is known and does not count for now. */
  public IgnoreRules ignoredDrift() {
    return ignoredDrift;
  }

  /** Where it was read. */
  public PolicySource source() {
    return source;
  }
}
