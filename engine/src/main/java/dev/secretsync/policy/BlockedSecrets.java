package dev.secretsync.policy;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.Code;
import dev.secretsync.model.SecretAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Secrets that are never written, whatever declares them and whatever allows them (R20-R27, K7).
 * One criterion is enough, on either side: a label in Git does not make a cluster's token writable,
 * and a label in a cluster does not make it ours to replace or delete.
 */
record BlockedSecrets() implements Rule {
  private static final Map<String, String> NAMES =
      Map.of("argocd-secret", "R20", "argocd-initial-admin-secret", "R21");
  private static final Map<String, String> TYPES =
      Map.of(
          "kubernetes.io/service-account-token", "R22",
          "bootstrap.kubernetes.io/token", "K7",
          "helm.sh/release.v1", "K7");
  private static final String ARGOCD_TYPE = "argocd.argoproj.io/secret-type";
  private static final String SEALING_KEY = "sealedsecrets.bitnami.com/sealed-secrets-key";
  private static final Set<String> NAMESPACES =
      Set.of("kube-system", "kube-public", "kube-node-lease");

  @Override
  public String name() {
    return "blocked-secrets";
  }

  @Override
  public Stream<Finding> judge(Difference difference) {
    return switch (difference) {
      case Difference.Missing d -> declared(d.subject());
      case Difference.Same d -> declared(d.subject());
      case Difference.Foreign d -> declared(d.subject());
      case Difference.Changed d -> either(d.subject(), d.seen());
      case Difference.Unchangeable d -> either(d.subject(), d.seen());
      case Difference.Orphaned d -> judge(d.address(), d.type(), d.labels(), false);
      case Difference.Unknown d -> Stream.of();
    };
  }

  private Stream<Finding> declared(Subject subject) {
    return judge(subject.address(), subject.type(), subject.labels(), true);
  }

  private Stream<Finding> either(Subject subject, Seen seen) {
    List<Finding> found = declared(subject).toList();
    return found.isEmpty()
        ? judge(subject.address(), seen.type(), seen.labels(), false)
        : found.stream();
  }

  private Stream<Finding> judge(
      SecretAddress address, String type, SortedMap<String, String> labels, boolean declared) {
    SortedMap<String, String> reasons = new TreeMap<>();
    String name = address.ref().name();
    if (NAMES.containsKey(name)) {
      reasons.put("the name " + name + " is never synced", NAMES.get(name));
    }
    if (TYPES.containsKey(type)) {
      reasons.put("type " + type + " is never synced", TYPES.get(type));
    }
    if ("cluster".equals(labels.get(ARGOCD_TYPE))) {
      reasons.put("label " + ARGOCD_TYPE + "=cluster is never synced", "R23");
    }
    if (labels.containsKey(SEALING_KEY)) {
      reasons.put("label " + SEALING_KEY + " marks a sealing key", "K7");
    }
    if (NAMESPACES.contains(address.ref().namespace())) {
      reasons.put("namespace " + address.ref().namespace() + " belongs to Kubernetes", "K7");
    }
    return reasons.entrySet().stream()
        .map(reason ->
            new Finding(
                address,
                Code.BLOCKED_SECRET,
                name() + " (" + reason.getValue() + ")",
                reason.getKey(),
                declared));
  }
}
