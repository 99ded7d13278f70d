package dev.secretsync.policy;

import dev.secretsync.declare.AllowedClusters;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.desired.FileRecipients;
import dev.secretsync.desired.Targets;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What policy refuses before any file is opened, and so whatever the file holds (X3, X4, X6).
 *
 * @param files why files are not to be opened, by path
 * @param findings what is refused, by place
 * @param paths the files that have a say in what is declared for a place, where there are more than
 *     the one that declares it
 */
public record Refusals(
    SortedMap<String, List<Diagnostic>> files,
    SortedMap<SecretAddress, List<Finding>> findings,
    SortedMap<SecretAddress, SortedSet<String>> paths) {
  public Refusals {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    findings = Collections.unmodifiableSortedMap(new TreeMap<>(findings));
    paths = Collections.unmodifiableSortedMap(new TreeMap<>(paths));
  }

  /** Where nothing was asked yet. */
  static Refusals none() {
    return new Refusals(
        Collections.emptySortedMap(), Collections.emptySortedMap(), Collections.emptySortedMap());
  }

  /**
   * Judges everything that is declared.
   *
   * @param recipients of the encrypted files, by path
   */
  public static Refusals of(
      Policy policy,
      Declarations declared,
      Targets targets,
      SortedMap<String, FileRecipients> recipients) {
    if (policy.isBuiltInOnly()) {
      return none();
    }
    Judgement judgement = new Judgement(policy, declared);
    recipients.forEach(judgement::file);
    targets.byAddress().forEach((address, target) -> judgement.target(address, target.secret()));
    targets.forProjects().forEach(judgement::projects);
    judgement.files.keySet().retainAll(recipients.keySet());
    return new Refusals(judgement.files, judgement.findings, judgement.paths);
  }

  private static final class Judgement {
    private final Policy policy;
    private final Declarations declared;
    private final SortedMap<String, List<Diagnostic>> files = new TreeMap<>();
    private final SortedMap<SecretAddress, List<Finding>> findings = new TreeMap<>();
    private final SortedMap<SecretAddress, SortedSet<String>> paths = new TreeMap<>();
    private final Map<ManagedSecret, List<AllowedClusters>> authorizations = new HashMap<>();
    private final Map<String, List<Finding>> byFile = new HashMap<>();

    Judgement(Policy policy, Declarations declared) {
      this.policy = policy;
      this.declared = declared;
    }

    void file(String path, FileRecipients recipients) {
      List<Finding> found = policy.judgeRecipients(path, recipients.recipients());
      if (!found.isEmpty()) {
        byFile.put(path, found);
        files.put(
            path, found.stream().map(finding -> diagnostic(finding, recipients.at(), "")).toList());
      }
    }

    void target(SecretAddress address, ManagedSecret secret) {
      Intent intent = Intent.declared(address, secret, authorizing(address.cluster(), secret));
      if (intent.paths().size() > 1) {
        paths.put(address, intent.paths());
      }
      List<Finding> found = new ArrayList<>();
      byFile
          .getOrDefault(secret.file(), List.of())
          .forEach(finding -> found.add(finding.about(address)));
      List<Finding> byRule = policy.judgeDeclared(intent);
      found.addAll(byRule);
      if (!found.isEmpty()) {
        findings.put(address, List.copyOf(found));
      }
      if (!byRule.isEmpty()) {
        files.putIfAbsent(
            secret.file(),
            List.of(diagnostic(byRule.getFirst(), secret.at(), " refuses " + address)));
      }
    }

    /** Which projects there are is known once the cluster was read; some are named. */
    void projects(Targets.ForProjects one) {
      String cluster = one.kargo().cluster();
      String name = one.secret().secretName();
      one.projects()
          .names()
          .forEach(project -> target(SecretAddress.of(cluster, project, name), one.secret()));
      if (one.projects().all() || one.projects().selector().isPresent()) {
        target(SecretAddress.of(cluster, "", name), one.secret());
      }
    }

    /** The files of the authorizations that stand apart from the Secret. */
    private List<String> authorizing(String cluster, ManagedSecret secret) {
      Optional<ClusterDeclaration> one = Optional.ofNullable(declared.clusters().get(cluster));
      return authorizations
          .computeIfAbsent(
              secret, s -> declared.authorizations().stream().filter(a -> a.covers(s)).toList())
          .stream()
          .filter(authorization ->
              one.filter(c -> authorization.grants().stream().anyMatch(grant -> grant.allows(c)))
                  .isPresent())
          .map(authorization -> authorization.at().file())
          .toList();
    }

    private static Diagnostic diagnostic(Finding finding, SourceLocation at, String refuses) {
      return Diagnostic.error(
          finding.code(),
          at,
          finding.by() + refuses + ": " + finding.reason(),
          "nothing of the file is opened; change what it declares, or the policy where it is"
              + " protected");
    }
  }
}
