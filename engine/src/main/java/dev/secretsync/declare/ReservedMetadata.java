package dev.secretsync.declare;

import dev.secretsync.document.Node;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Marks;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Labels and annotations that no declaration may set and no copy carries: our own marks, and those
 * by which other controllers would own, copy or delete what we write (security.md K5).
 */
final class ReservedMetadata {
  /** Control annotations of the sync; never copied (R19). */
  static final String CONTROL_PREFIX = "akuity.io/managed-secret-";

  /** The labels that Kubernetes recommends to users, save the one that says who manages. */
  private static final Set<String> RECOMMENDED =
      Set.of(
          "app.kubernetes.io/name",
          "app.kubernetes.io/instance",
          "app.kubernetes.io/version",
          "app.kubernetes.io/component",
          "app.kubernetes.io/part-of");

  private static final List<String> OTHERS =
      List.of(
          "kubernetes.io",
          "k8s.io",
          "helm.sh",
          "kustomize.toolkit.fluxcd.io",
          "helm.toolkit.fluxcd.io",
          "sealedsecrets.bitnami.com",
          "emberstack.com",
          "replicator.v1.mittwald.de",
          "kubed.appscode.com",
          "config-syncer.appscode.com",
          "external-secrets.io",
          "cert-manager.io");

  private static final String OUR_DOMAIN = Marks.RESERVED_PREFIX.replace("/", "");

  private ReservedMetadata() {}

  /** Checks labels; those of Argo CD and Kargo are what the secret is for, and pass. */
  static void checkLabels(Fields labels, List<Diagnostic> problems) {
    labels.entries().forEach(e -> why(e.key()).ifPresent(w -> report(e, "label", w, problems)));
  }

  /** Checks annotations of the Secret itself, without those that control the sync. */
  static void checkAnnotations(Fields annotations, List<Diagnostic> problems) {
    annotations
        .entries()
        .forEach(e -> whyAnnotation(e.key()).ifPresent(w -> report(e, "annotation", w, problems)));
  }

  static boolean isReservedLabel(String key) {
    return why(key).isPresent();
  }

  static boolean isReservedAnnotation(String key) {
    return whyAnnotation(key).isPresent();
  }

  private static Optional<String> whyAnnotation(String key) {
    return isBelow(prefix(key), "argoproj.io") ? Optional.of("Argo CD would act on it") : why(key);
  }

  private static Optional<String> why(String key) {
    String prefix = prefix(key);
    if (key.equals(Marks.MANAGED_BY) || isBelow(prefix, OUR_DOMAIN)) {
      return Optional.of("secretsync marks what it owns with it");
    }
    if (prefix.isEmpty() || RECOMMENDED.contains(key)) {
      // what has no prefix is the user's own
      return Optional.empty();
    }
    return OTHERS.stream().anyMatch(o -> isBelow(prefix, o))
        ? Optional.of("another controller would act on it")
        : Optional.empty();
  }

  private static String prefix(String key) {
    int slash = key.indexOf('/');
    return slash < 0 ? "" : key.substring(0, slash);
  }

  private static boolean isBelow(String prefix, String domain) {
    return prefix.equals(domain) || prefix.endsWith("." + domain);
  }

  private static void report(Node.Entry entry, String what, String why, List<Diagnostic> problems) {
    problems.add(
        Diagnostic.error(
            Code.RESERVED_NAME,
            entry.keyAt(),
            what + " " + Shown.name(entry.key()) + " is reserved",
            why + "; remove it"));
  }
}
