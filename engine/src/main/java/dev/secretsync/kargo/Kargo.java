package dev.secretsync.kargo;

import dev.secretsync.credentials.CredentialReader;
import dev.secretsync.credentials.Finding;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.model.SecretContent;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/** What Kargo reads. */
final class Kargo implements CredentialReader {
  @Override
  public List<Finding> names(
      SortedMap<String, String> labels,
      SortedMap<String, String> annotations,
      Collection<String> keys) {
    return Names.check(labels, annotations, keys);
  }

  @Override
  public List<Finding> values(SecretContent content) {
    return type(content).map(type -> Values.check(type, content.data())).orElse(List.of());
  }

  @Override
  public void together(
      Collection<DesiredSecret> namespace, BiConsumer<DesiredSecret, Finding> found) {
    Rivals rivals = new Rivals();
    for (DesiredSecret secret : namespace) {
      type(secret.content()).ifPresent(type -> rivals.add(type, secret));
    }
    rivals.find(found);
  }

  /** Nothing where Kargo takes the Secret as it is. */
  private static Optional<CredentialType> type(SecretContent content) {
    return Optional.ofNullable(content.labels().get(CredentialType.LABEL))
        .flatMap(CredentialType::of)
        .filter(CredentialType::hasRepository);
  }
}
