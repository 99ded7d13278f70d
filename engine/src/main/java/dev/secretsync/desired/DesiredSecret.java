package dev.secretsync.desired;

import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SourceLocation;
import java.util.List;

/**
 * What one cluster should hold at one name.
 *
 * @param address where
 * @param content what, with our marks already among labels and annotations
 * @param adopt whether a Secret of that name that is not ours may be taken over
 * @param declaredAt the declaration
 * @param blob Git blob id of the declaring file
 * @param reasons the authorizations that sent it there, in words; never empty
 */
public record DesiredSecret(
    SecretAddress address,
    SecretContent content,
    boolean adopt,
    SourceLocation declaredAt,
    String blob,
    List<String> reasons) {
  public DesiredSecret {
    reasons = List.copyOf(reasons);
  }
}
