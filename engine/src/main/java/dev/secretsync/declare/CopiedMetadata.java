package dev.secretsync.declare;

import dev.secretsync.declare.ControlPlane.Product;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which labels and annotations of a collected Secret its copies carry: those of its users, and
 * those by which Argo CD knows what it is (R16, R18). A copy must not opt in itself, must not
 * repeat old values (R19), and must not be taken for something that another controller keeps.
 */
public final class CopiedMetadata {
  /** By these Argo CD takes an object for a part of an application, and would prune the copy. */
  private static final Set<String> TRACKING =
      Set.of("app.kubernetes.io/instance", "argocd.argoproj.io/instance");

  /** Argo CD deletes what carries it when somebody removes the repository in its UI (T11). */
  private static final String MANAGED_BY_ARGO_CD = "managed-by";

  private CopiedMetadata() {}

  /** What is copied of the labels. */
  public static SortedMap<String, String> labels(Map<String, String> source) {
    return without(
        source,
        key -> isControl(key) || TRACKING.contains(key) || ReservedMetadata.isReservedLabel(key));
  }

  /** What is copied of the annotations; never those of Argo CD, which speak of the source. */
  public static SortedMap<String, String> annotations(Map<String, String> source) {
    return without(
        source,
        key ->
            isControl(key)
                || TRACKING.contains(key)
                || key.equals(MANAGED_BY_ARGO_CD)
                || ReservedMetadata.isReservedAnnotation(key));
  }

  private static boolean isControl(String key) {
    return key.equals(Product.ArgoCd.OPT_IN)
        || key.equals(Product.Kargo.OPT_IN)
        || key.startsWith(ReservedMetadata.CONTROL_PREFIX);
  }

  private static SortedMap<String, String> without(
      Map<String, String> source, Predicate<String> dropped) {
    SortedMap<String, String> kept = new TreeMap<>(source);
    kept.keySet().removeIf(dropped);
    return kept;
  }
}
