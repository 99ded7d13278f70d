package dev.secretsync.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Why a Secret is never synced, in either direction and whatever allows it (R20-R27, security.md
 * K7). One criterion is enough (R24).
 *
 * @param rule the number of the rule
 * @param reason in words that name no value
 */
public record Blocked(String rule, String reason) {
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

  /** Whether a namespace belongs to Kubernetes, so that nothing of ours is ever in it. */
  public static boolean isReserved(String namespace) {
    return NAMESPACES.contains(namespace);
  }

  /** Every reason; empty when it may be synced. */
  public static List<Blocked> of(SecretRef ref, String type, Map<String, String> labels) {
    List<Blocked> reasons = new ArrayList<>();
    if ("cluster".equals(labels.get(ARGOCD_TYPE))) {
      reasons.add(new Blocked("R23", "label " + ARGOCD_TYPE + "=cluster is never synced"));
    }
    if (labels.containsKey(SEALING_KEY)) {
      reasons.add(new Blocked("K7", "label " + SEALING_KEY + " marks a sealing key"));
    }
    if (isReserved(ref.namespace())) {
      reasons.add(new Blocked("K7", "namespace " + ref.namespace() + " belongs to Kubernetes"));
    }
    if (NAMES.containsKey(ref.name())) {
      reasons.add(
          new Blocked(NAMES.get(ref.name()), "the name " + ref.name() + " is never synced"));
    }
    if (TYPES.containsKey(type)) {
      reasons.add(new Blocked(TYPES.get(type), "type " + type + " is never synced"));
    }
    return reasons;
  }
}
