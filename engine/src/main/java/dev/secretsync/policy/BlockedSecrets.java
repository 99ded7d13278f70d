package dev.secretsync.policy;

import dev.secretsync.diff.Difference;
import dev.secretsync.model.Code;
import dev.secretsync.model.SecretAddress;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Secrets that are never written, whatever declares them and whatever allows them (R20-R27, K7).
 * One criterion is enough.
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
      case Difference.Missing d -> judge(d.address(), d.subject().type(), d.subject().labels());
      case Difference.Changed d -> judge(d.address(), d.subject().type(), d.subject().labels());
      case Difference.Unchangeable d ->
          judge(d.address(), d.subject().type(), d.subject().labels());
      case Difference.Same d -> judge(d.address(), d.subject().type(), d.subject().labels());
      case Difference.Foreign d -> judge(d.address(), d.subject().type(), d.subject().labels());
      case Difference.Orphaned d -> judge(d.address(), d.type(), d.labels());
      case Difference.Unknown d -> Stream.of();
    };
  }

  private Stream<Finding> judge(
      SecretAddress address, String type, SortedMap<String, String> labels) {
    Stream.Builder<Finding> found = Stream.builder();
    String name = address.ref().name();
    if (NAMES.containsKey(name)) {
      found.add(finding(address, NAMES.get(name), "the name " + name + " is never synced"));
    }
    if (TYPES.containsKey(type)) {
      found.add(finding(address, TYPES.get(type), "type " + type + " is never synced"));
    }
    if ("cluster".equals(labels.get(ARGOCD_TYPE))) {
      found.add(finding(address, "R23", "label " + ARGOCD_TYPE + "=cluster is never synced"));
    }
    if (labels.containsKey(SEALING_KEY)) {
      found.add(finding(address, "K7", "label " + SEALING_KEY + " marks a sealing key"));
    }
    if (NAMESPACES.contains(address.ref().namespace())) {
      found.add(
          finding(
              address, "K7", "namespace " + address.ref().namespace() + " belongs to Kubernetes"));
    }
    return found.build();
  }

  private Finding finding(SecretAddress address, String number, String reason) {
    return new Finding(address, Code.BLOCKED_SECRET, name() + " (" + number + ")", reason);
  }
}
