package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.age.AgeFile;
import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.crypt.age.AgeOpening;
import dev.secretsync.crypt.age.AgeRecipient;
import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretBytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Unwraps the data key of a file (formats.md 1.11). */
final class DataKey {
  private final List<AgeIdentity> identities;
  private final KeyMemory memory;
  private final List<Diagnostic> damaged = new ArrayList<>();

  DataKey(List<AgeIdentity> identities, KeyMemory memory) {
    this.identities = identities;
    this.memory = memory;
  }

  /** The 32 bytes, in a buffer of the memory, by the first key of the group that gives them. */
  Optional<byte[]> unwrap(KeyGroup group) {
    Set<String> ours =
        identities.stream()
            .flatMap(identity -> identity.publicHalf().stream())
            .map(AgeRecipient::text)
            .collect(Collectors.toSet());
    return group.age().stream()
        .sorted(Comparator.comparing(entry -> !ours.contains(entry.recipient())))
        .flatMap(entry -> unwrap(entry).stream())
        .findFirst();
  }

  /** The keys of the group that somebody changed. */
  List<Diagnostic> damaged() {
    return List.copyOf(damaged);
  }

  private Optional<byte[]> unwrap(KeyGroup.AgeEntry entry) {
    return switch (AgeFile.openArmored(entry.armored(), identities)) {
      case AgeOpening.NoMatch _ -> Optional.empty();
      case AgeOpening.Damaged _, AgeOpening.TooCostly _ ->
          damaged(entry, "the data key of a recipient is no intact age file");
      case AgeOpening.Opened(SecretBytes payload) -> {
        try (payload) {
          yield payload.size() == EncryptedValue.DATA_KEY_SIZE
              ? Optional.of(payload.reveal(bytes -> memory.keep(bytes.clone())))
              : damaged(entry, "the data key of a recipient has not 32 bytes");
        }
      }
    };
  }

  private Optional<byte[]> damaged(KeyGroup.AgeEntry entry, String summary) {
    damaged.add(
        Diagnostic.error(
            Code.DAMAGED_CIPHERTEXT, entry.at(), summary, "restore the sops block from Git"));
    return Optional.empty();
  }
}
