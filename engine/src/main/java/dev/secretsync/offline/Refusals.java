package dev.secretsync.offline;

import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.model.Blocked;
import dev.secretsync.model.Code;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.policy.Finding;
import java.util.List;
import java.util.Optional;

/** What policy has against what a revision declares, before anything is decrypted (X3). */
final class Refusals {
  private Refusals() {}

  static List<Refusal> of(Declared head) {
    return head.targets().byAddress().entrySet().stream()
        .flatMap(entry -> blocked(entry.getKey(), entry.getValue().secret()).stream())
        .toList();
  }

  private static List<Refusal> blocked(SecretAddress address, ManagedSecret secret) {
    return Blocked.of(address.ref(), secret.type(), secret.labels()).stream()
        .map(blocked ->
            new Refusal(
                new Finding(
                    address,
                    Code.BLOCKED_SECRET,
                    "blocked-secrets (" + blocked.rule() + ")",
                    Optional.empty(),
                    blocked.reason(),
                    true),
                secret.at(),
                true))
        .toList();
  }
}
