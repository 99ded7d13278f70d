package dev.secretsync.crypt.age;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Identities behind a passphrase. It is asked for once, and only when a file that no other identity
 * opens may be for one of them.
 */
public final class LockedIdentity implements AgeIdentity {
  private final Optional<SshTag> tag;
  private final boolean ssh;
  private final Supplier<List<AgeIdentity>> unlock;
  private Optional<List<AgeIdentity>> unlocked = Optional.empty();

  private LockedIdentity(Optional<SshTag> tag, boolean ssh, Supplier<List<AgeIdentity>> unlock) {
    this.tag = tag;
    this.ssh = ssh;
    this.unlock = unlock;
  }

  /**
   * A file of identities; nobody knows of which before it is open.
   *
   * @param unlock asks and opens; gives nothing where that fails, and says why elsewhere
   */
  public static LockedIdentity ofFile(Supplier<List<AgeIdentity>> unlock) {
    return new LockedIdentity(Optional.empty(), false, unlock);
  }

  /** An SSH key, whose public part says which files it is for. */
  static LockedIdentity ofSshKey(Optional<SshTag> tag, Supplier<List<AgeIdentity>> unlock) {
    return new LockedIdentity(tag, true, unlock);
  }

  /** Whether one of the stanzas may be for it. */
  boolean mayOpen(List<Stanza> stanzas) {
    return stanzas.stream()
        .anyMatch(stanza ->
            tag.map(known -> known.names(stanza))
                .orElseGet(() -> !ssh || stanza.type().startsWith("ssh-")));
  }

  /** What stands behind the passphrase. Threads that come second wait for the answer. */
  public synchronized List<AgeIdentity> unlock() {
    List<AgeIdentity> found = unlocked.orElseGet(() -> List.copyOf(unlock.get()));
    unlocked = Optional.of(found);
    return found;
  }

  @Override
  public Optional<AgeRecipient> publicHalf() {
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "identities behind a passphrase";
  }
}
