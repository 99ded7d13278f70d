package dev.secretsync.credentials;

import dev.secretsync.declare.DataEntry;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Shows a reader every Secret and tells what it found to whom it concerns. A Secret that goes to
 * many clusters is looked at once.
 *
 * @param declared code of what Git declares; an error stops the plan
 * @param offered code of what a cluster offers, which concerns that Secret alone
 */
public record CredentialCheck(CredentialReader reader, Code declared, Code offered) {

  /** Looks at labels and the names of keys: all that can be known without a key. */
  public void names(Declarations declarations, Problems problems) {
    for (ManagedSecret secret : declarations.secrets()) {
      reader
          .names(secret.labels(), secret.annotations(), secret.data().keySet())
          .forEach(finding -> problems.add(declared(finding, place(secret, finding))));
    }
  }

  /** Looks at the values that Git declares. */
  public void values(DesiredState fromGit, Problems problems) {
    Set<SourceLocation> seen = new HashSet<>();
    for (DesiredCluster cluster : fromGit.clusters().values()) {
      for (DesiredSecret secret : cluster.secrets().values()) {
        if (secret.origin() instanceof Origin.Declared origin && seen.add(origin.at())) {
          values(secret.content(), origin, problems);
        }
      }
    }
  }

  /** Looks at what clusters offer, and at all Secrets that meet in one namespace. */
  public void together(DesiredState desired, Problems problems) {
    Map<SecretAddress, DesiredSecret> offered = new HashMap<>();
    for (DesiredCluster cluster : desired.clusters().values()) {
      Map<String, List<DesiredSecret>> byNamespace = new TreeMap<>();
      for (DesiredSecret secret : cluster.secrets().values()) {
        if (secret.origin() instanceof Origin.Collected origin) {
          offered.putIfAbsent(origin.source(), secret);
        }
        byNamespace
            .computeIfAbsent(secret.address().ref().namespace(), n -> new ArrayList<>())
            .add(secret);
      }
      byNamespace
          .values()
          .forEach(namespace ->
              reader.together(
                  namespace,
                  (secret, finding) -> problems.add(diagnostic(finding, secret.origin()))));
    }
    // a large fleet offers many, and each is looked at by itself
    offered.values().parallelStream()
        .forEach(secret -> offered(secret.content(), secret.origin(), problems));
  }

  private void offered(SecretContent content, Origin origin, Problems problems) {
    reader
        .names(content.labels(), content.annotations(), content.data().keySet())
        .forEach(finding -> problems.add(diagnostic(finding, origin)));
    values(content, origin, problems);
  }

  private void values(SecretContent content, Origin origin, Problems problems) {
    reader.values(content).forEach(finding -> problems.add(diagnostic(finding, origin)));
  }

  /** The place of the key that it is about, or that of the Secret. */
  private static SourceLocation place(ManagedSecret secret, Finding finding) {
    return finding
        .key()
        .flatMap(key -> Optional.ofNullable(secret.data().get(key)))
        .map(DataEntry::at)
        .orElse(secret.at());
  }

  private Diagnostic diagnostic(Finding finding, Origin origin) {
    return switch (origin) {
      case Origin.Declared git -> declared(finding, git.at());
      case Origin.Collected cluster ->
          new Diagnostic(
              offered,
              finding.severity(),
              cluster.source().toString(),
              Optional.empty(),
              finding.summary(),
              finding.hint());
    };
  }

  private Diagnostic declared(Finding finding, SourceLocation at) {
    return new Diagnostic(
        declared, finding.severity(), "", Optional.of(at), finding.summary(), finding.hint());
  }
}
