package dev.secretsync.desired;

import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretContent;
import java.util.List;

/**
 * What one cluster should hold at one name.
 *
 * @param address where
 * @param content what, with our marks already among labels and annotations
 * @param adopt whether a Secret of that name that is not ours may be taken over
 * @param origin where the content comes from
 * @param reasons what sent it there, in words; never empty
 */
public record DesiredSecret(
    SecretAddress address,
    SecretContent content,
    boolean adopt,
    Origin origin,
    List<String> reasons) {
  public DesiredSecret {
    reasons = List.copyOf(reasons);
  }
}
