package dev.secretsync.argocd;

import dev.secretsync.credentials.CredentialReader;
import dev.secretsync.credentials.Finding;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.model.SecretContent;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/** What Argo CD reads. */
final class ArgoCd implements CredentialReader {
  @Override
  public List<Finding> names(
      SortedMap<String, String> labels,
      SortedMap<String, String> annotations,
      Collection<String> keys) {
    return Names.check(labels, keys);
  }

  @Override
  public List<Finding> values(SecretContent content) {
    return kind(content).map(kind -> Values.check(kind, content.data())).orElse(List.of());
  }

  @Override
  public void together(
      Collection<DesiredSecret> namespace, BiConsumer<DesiredSecret, Finding> found) {
    Rivals rivals = new Rivals();
    for (DesiredSecret secret : namespace) {
      kind(secret.content()).filter(SecretKind::hasUrl).ifPresent(kind -> rivals.add(kind, secret));
    }
    rivals.find(found);
  }

  private static Optional<SecretKind> kind(SecretContent content) {
    return Optional.ofNullable(content.labels().get(SecretKind.LABEL)).flatMap(SecretKind::of);
  }
}
