package dev.secretsync.policy;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.Blocked;
import dev.secretsync.model.Code;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Secrets that are never written, whatever declares them and whatever allows them (R20-R27, K7).
 * One criterion is enough, on either side: a label in Git does not make a cluster's token writable,
 * and a label in a cluster does not make it ours to replace or delete.
 */
record BlockedSecrets() {
  private static final String NAME = "blocked-secrets";

  /** The refusals of this change; empty when there is nothing against it. */
  Stream<Finding> judge(Difference difference) {
    return switch (difference) {
      case Difference.Missing d -> declared(d.subject());
      case Difference.Same d -> declared(d.subject());
      case Difference.Foreign d -> declared(d.subject());
      case Difference.Changed d -> either(d.subject(), d.seen());
      case Difference.Unchangeable d -> either(d.subject(), d.seen());
      case Difference.Orphaned d -> judge(d.address(), d.type(), d.labels(), false);
      case Difference.NotCollected d -> judge(d.address(), d.type(), d.labels(), d.declared());
      case Difference.Moved d -> either(d.subject(), d.seen());
      case Difference.Released d -> judge(d.address(), d.seen().type(), d.seen().labels(), false);
      case Difference.Itself d -> Stream.of();
      case Difference.Unknown d -> Stream.of();
    };
  }

  /** The same of what is declared, before anything is known of the cluster. */
  Stream<Finding> judge(Intent intent) {
    return judge(
        intent.address(), intent.shape().type(), intent.shape().labels(), intent.isDeclared());
  }

  private Stream<Finding> declared(Subject subject) {
    return judge(
        subject.address(),
        subject.type(),
        subject.labels(),
        subject.origin() instanceof Origin.Declared);
  }

  private Stream<Finding> either(Subject subject, Seen seen) {
    List<Finding> found = declared(subject).toList();
    return found.isEmpty()
        ? judge(subject.address(), seen.type(), seen.labels(), false)
        : found.stream();
  }

  private Stream<Finding> judge(
      SecretAddress address, String type, SortedMap<String, String> labels, boolean declared) {
    return Blocked.of(address.ref(), type, labels).stream()
        .map(blocked ->
            new Finding(
                address,
                Code.BLOCKED_SECRET,
                NAME + " (" + blocked.rule() + ")",
                Optional.empty(),
                blocked.reason(),
                declared));
  }
}
