package dev.secretsync.argocd;

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
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What Argo CD would ignore or misread in the Secrets it is given (systems.md 2.3). A Secret that
 * goes to many clusters is looked at once. Errors are for what it would not use at all.
 */
public final class ArgoCdSecrets {
  private ArgoCdSecrets() {}

  /** Looks at labels and the names of keys: all that can be known without a key. */
  public static void checkDeclared(Declarations declared, Problems problems) {
    for (ManagedSecret secret : declared.secrets()) {
      Names.check(secret.labels(), secret.data().keySet())
          .forEach(finding -> problems.add(declared(finding, place(secret, finding))));
    }
  }

  /** Looks at the values that Git declares; an error is one of the declarations. */
  public static void checkValues(DesiredState fromGit, Problems problems) {
    Set<SourceLocation> seen = new HashSet<>();
    for (DesiredCluster cluster : fromGit.clusters().values()) {
      for (DesiredSecret secret : cluster.secrets().values()) {
        if (secret.origin() instanceof Origin.Declared origin && seen.add(origin.at())) {
          values(secret.content(), origin, problems);
        }
      }
    }
  }

  /**
   * Looks at what clusters offer, which concerns that Secret alone, and at Secrets that Argo CD
   * takes for each other.
   */
  public static void check(DesiredState desired, Problems problems) {
    Set<SecretAddress> seen = new HashSet<>();
    for (DesiredCluster cluster : desired.clusters().values()) {
      Map<String, Rivals> byNamespace = new TreeMap<>();
      for (DesiredSecret secret : cluster.secrets().values()) {
        if (secret.origin() instanceof Origin.Collected origin && seen.add(origin.source())) {
          offered(secret.content(), origin, problems);
        }
        kind(secret.content())
            .filter(SecretKind::hasUrl)
            .ifPresent(kind ->
                byNamespace
                    .computeIfAbsent(secret.address().ref().namespace(), n -> new Rivals())
                    .add(kind, secret));
      }
      byNamespace
          .values()
          .forEach(rivals ->
              rivals.find((secret, finding) -> problems.add(diagnostic(finding, secret.origin()))));
    }
  }

  private static void offered(SecretContent content, Origin origin, Problems problems) {
    Names.check(content.labels(), content.data().keySet())
        .forEach(finding -> problems.add(diagnostic(finding, origin)));
    values(content, origin, problems);
  }

  private static void values(SecretContent content, Origin origin, Problems problems) {
    kind(content)
        .ifPresent(kind ->
            Values.check(kind, content.data())
                .forEach(finding -> problems.add(diagnostic(finding, origin))));
  }

  private static Optional<SecretKind> kind(SecretContent content) {
    return Optional.ofNullable(content.labels().get(SecretKind.LABEL)).flatMap(SecretKind::of);
  }

  /** The place of the key that it is about, or that of the Secret. */
  private static SourceLocation place(ManagedSecret secret, Finding finding) {
    return finding
        .key()
        .flatMap(key -> Optional.ofNullable(secret.data().get(key)))
        .map(DataEntry::at)
        .orElse(secret.at());
  }

  private static Diagnostic diagnostic(Finding finding, Origin origin) {
    return switch (origin) {
      case Origin.Declared git -> declared(finding, git.at());
      case Origin.Collected cluster ->
          new Diagnostic(
              Code.ARGOCD_OFFER,
              finding.severity(),
              cluster.source().toString(),
              Optional.empty(),
              finding.summary(),
              finding.hint());
    };
  }

  private static Diagnostic declared(Finding finding, SourceLocation at) {
    return new Diagnostic(
        Code.ARGOCD_SECRET,
        finding.severity(),
        "",
        Optional.of(at),
        finding.summary(),
        finding.hint());
  }
}
