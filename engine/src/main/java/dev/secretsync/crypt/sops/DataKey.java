package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.age.AgeFile;
import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.crypt.age.AgeOpening;
import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.crypt.pgp.PgpOpening;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Unwraps the data key of a file (formats.md 1.10, 1.11). Keys of cloud services are never asked:
 * their addresses come from the file (security.md X9).
 */
final class DataKey {
  /** The data key and the number of its group. */
  private static final int SHARE_SIZE = EncryptedValue.DATA_KEY_SIZE + 1;

  private final KeyRing keys;
  private final KeyMemory memory;
  private final List<Diagnostic> damaged = new ArrayList<>();
  private int opened;
  private int needed = 1;

  DataKey(KeyRing keys, KeyMemory memory) {
    this.keys = keys;
    this.memory = memory;
  }

  /** The 32 bytes, in a buffer of the memory; nothing where too few groups can be opened. */
  Optional<byte[]> unwrap(SopsMetadata metadata) {
    List<KeyGroup> groups = metadata.groups();
    if (groups.size() == 1) {
      return unwrap(groups.getFirst(), EncryptedValue.DATA_KEY_SIZE);
    }
    // without a threshold SOPS combines whatever it has, and gets a wrong key from too few
    needed = metadata.threshold() == 0 ? groups.size() : metadata.threshold();
    List<SecretBytes> shares = new ArrayList<>();
    for (KeyGroup group : groups) {
      if (shares.size() < needed) {
        unwrap(group, SHARE_SIZE).map(SecretBytes::copyOf).ifPresent(shares::add);
      }
    }
    opened = shares.size();
    try {
      return shares.size() < needed ? Optional.empty() : combine(shares, metadata.macAt());
    } finally {
      shares.forEach(SecretBytes::close);
    }
  }

  private Optional<byte[]> combine(List<SecretBytes> shares, SourceLocation at) {
    return switch (Shamir.combine(shares)) {
      case Shamir.Combined(SecretBytes secret) -> {
        try (secret) {
          yield Optional.of(secret.reveal(bytes -> memory.keep(bytes.clone())));
        }
      }
      case Shamir.Unfit _ -> damaged(at, "the shares of the key groups do not belong together");
    };
  }

  /** How many groups of keys were opened. */
  int opened() {
    return opened;
  }

  /** How many groups of keys have to be opened. */
  int needed() {
    return needed;
  }

  /** The keys that somebody changed. */
  List<Diagnostic> damaged() {
    return List.copyOf(damaged);
  }

  /** By the first key of the group that gives it; those that are surely ours come first. */
  private Optional<byte[]> unwrap(KeyGroup group, int size) {
    return group.keys().stream()
        .sorted(
            Comparator.comparing((WrappedKey wrapped) -> !isOurs(wrapped))
                .thenComparing(wrapped -> wrapped.key().kind() != KeyKind.AGE))
        .flatMap(wrapped -> unwrap(wrapped, size).stream())
        .findFirst();
  }

  private boolean isOurs(WrappedKey wrapped) {
    return wrapped.key() instanceof MasterKey.Age(String recipient)
        && keys.identitiesFor(recipient).stream()
            .flatMap(identity -> identity.publicHalf().stream())
            .anyMatch(ours -> ours.text().equals(recipient));
  }

  private Optional<byte[]> unwrap(WrappedKey wrapped, int size) {
    return switch (wrapped.key().kind()) {
      case AGE -> age(wrapped, size);
      case PGP -> pgp(wrapped, size);
      case AZURE_KV, GCP_KMS, HC_VAULT, HCKMS, KMS -> Optional.empty();
    };
  }

  private Optional<byte[]> age(WrappedKey wrapped, int size) {
    List<AgeIdentity> identities = keys.identitiesFor(wrapped.key().text());
    return switch (AgeFile.openArmored(wrapped.enc(), identities)) {
      case AgeOpening.NoMatch _ -> Optional.empty();
      case AgeOpening.Damaged _, AgeOpening.TooCostly _ ->
          damaged(wrapped.at(), "the data key of a recipient is no intact age file");
      case AgeOpening.Opened(SecretBytes payload) -> sized(wrapped, payload, size);
    };
  }

  private Optional<byte[]> pgp(WrappedKey wrapped, int size) {
    return switch (keys.pgp().unwrap(wrapped.enc())) {
      case PgpOpening.NoMatch _ -> Optional.empty();
      case PgpOpening.Damaged _ ->
          damaged(wrapped.at(), "the data key of a pgp key is no intact OpenPGP message");
      case PgpOpening.Refused(PgpOpening.Reason reason) -> refused(wrapped, reason);
      case PgpOpening.Opened(SecretBytes content) -> sized(wrapped, content, size);
    };
  }

  /** A key that only cannot be used here is no damage. */
  private Optional<byte[]> refused(WrappedKey wrapped, PgpOpening.Reason reason) {
    return switch (reason) {
      case LOCKED, PROGRAM_FAILED -> Optional.empty();
      case TOO_LARGE -> damaged(wrapped.at(), "the data key of a pgp key is too large a message");
      case NOT_ENCRYPTED -> damaged(wrapped.at(), "the data key of a pgp key is not encrypted");
      case NO_INTEGRITY ->
          damaged(
              wrapped.at(), "the data key of a pgp key is encrypted without integrity protection");
      case NOT_ONE_LITERAL ->
          damaged(wrapped.at(), "the data key of a pgp key is not the one literal of its message");
    };
  }

  private Optional<byte[]> sized(WrappedKey wrapped, SecretBytes payload, int size) {
    try (payload) {
      return payload.size() == size
          ? Optional.of(payload.reveal(bytes -> memory.keep(bytes.clone())))
          : damaged(wrapped.at(), "the data key of a recipient has not " + size + " bytes");
    }
  }

  private Optional<byte[]> damaged(SourceLocation at, String summary) {
    damaged.add(
        Diagnostic.error(Code.DAMAGED_CIPHERTEXT, at, summary, "restore the sops block from Git"));
    return Optional.empty();
  }
}
