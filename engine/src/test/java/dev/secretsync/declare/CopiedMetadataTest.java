package dev.secretsync.declare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.declare.ControlPlane.Product;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a source's labels and annotations its copies carry, and what names decide. */
class CopiedMetadataTest {

  @DisplayName("R16, R18: labels of users, and those that Argo CD reads, are copied unchanged")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "team",
        "example.com/owner",
        "argocd.argoproj.io/secret-type",
        "app.kubernetes.io/part-of",
        "app.kubernetes.io/name",
        "kargo.akuity.io/cred-type"
      })
  void labelsOfUsersAreCopied(String key) {
    assertThat(CopiedMetadata.labels(Map.of(key, "x"))).isEqualTo(Map.of(key, "x"));
  }

  @DisplayName("R19, R58, K5: labels that control the sync or another controller are not copied")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "akuity.io/secret-sync",
        "kargo.akuity.io/secret-sync",
        "akuity.io/managed-secret-anything",
        "app.kubernetes.io/instance",
        "argocd.argoproj.io/instance",
        "app.kubernetes.io/managed-by",
        "secretsync.dev/installation",
        "kubernetes.io/anything",
        "helm.sh/chart",
        "kustomize.toolkit.fluxcd.io/name",
        "sealedsecrets.bitnami.com/sealed-secrets-key"
      })
  void labelsThatControlAreNotCopied(String key) {
    assertThat(CopiedMetadata.labels(Map.of(key, "x", "team", "a"))).isEqualTo(Map.of("team", "a"));
  }

  @DisplayName("R18: annotations of users are copied unchanged")
  @ParameterizedTest
  @ValueSource(strings = {"example.com/note", "note", "kargo.akuity.io/description"})
  void annotationsOfUsersAreCopied(String key) {
    assertThat(CopiedMetadata.annotations(Map.of(key, "x"))).isEqualTo(Map.of(key, "x"));
  }

  @DisplayName("R19, K5, T11: annotations that control, track or repeat old values are not copied")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubectl.kubernetes.io/last-applied-configuration",
        "akuity.io/managed-secret-allowed-clusters",
        "akuity.io/managed-secret-allowed-cluster-selector",
        "akuity.io/managed-secret-anything",
        "akuity.io/secret-sync",
        "managed-by",
        "argocd.argoproj.io/tracking-id",
        "argocd.argoproj.io/sync-options",
        "notifications.argoproj.io/subscribe.slack",
        "secretsync.dev/source-file",
        "meta.helm.sh/release-name",
        "reflector.v1.k8s.emberstack.com/reflection-allowed",
        "replicator.v1.mittwald.de/replicate-to",
        "kubed.appscode.com/sync",
        "reconcile.external-secrets.io/managed"
      })
  void annotationsThatControlAreNotCopied(String key) {
    assertThat(CopiedMetadata.annotations(Map.of(key, "x", "example.com/note", "a")))
        .isEqualTo(Map.of("example.com/note", "a"));
  }

  @DisplayName("R13, R84: each product has its own label to opt in, and no copy carries either")
  @Test
  void neitherOptInLabelIsCopied() {
    Map<String, String> labels =
        Stream.of(argoCd(), kargo())
            .map(Product::optInLabel)
            .collect(Collectors.toMap(UnaryOperator.identity(), label -> "true"));
    assertThat(labels).containsOnlyKeys("akuity.io/secret-sync", "kargo.akuity.io/secret-sync");
    assertThat(CopiedMetadata.labels(labels)).isEmpty();
  }

  @DisplayName("R30: three Secrets of Argo CD may be taken over by their names, none of Kargo")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "argocd-notifications-secret",
        "argocd-image-updater-secret",
        "application-set-secret"
      })
  void threeNamesAreAdoptable(String name) {
    assertThat(argoCd().adoptable(name)).isTrue();
    assertThat(kargo().adoptable(name)).isFalse();
  }

  @DisplayName("R32: no other name is adoptable")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "argocd-secret",
        "argocd-initial-admin-secret",
        "argocd-notifications-secret-2",
        "Argocd-notifications-secret",
        ""
      })
  void noOtherNameIsAdoptable(String name) {
    assertThat(argoCd().adoptable(name)).isFalse();
  }

  private static Product argoCd() {
    return new Product.ArgoCd(Product.ArgoCd.DEFAULT_NAMESPACE);
  }

  private static Product kargo() {
    return new Product.Kargo(Optional.empty(), Optional.empty(), new TreeSet<>());
  }
}
