package dev.secretsync.crypt;

import dev.secretsync.crypt.age.AgeFile;
import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.crypt.age.AgeRecipient;
import dev.secretsync.crypt.pgp.PgpKeys;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The identities of the runner. Sources are looked at when the first file must be opened, and never
 * before, so that a run without encrypted files needs none.
 *
 * <p>Only the environment and the runner's own files are asked; nothing that a repository says adds
 * an identity, opens a connection or starts a program (security.md X9).
 */
public final class KeyRing {
  private final List<IdentitySource> sources;
  private final Problems problems;
  private final List<AgeIdentity> identities = new ArrayList<>();
  private boolean read;

  private KeyRing(List<IdentitySource> sources, Problems problems) {
    this.sources = List.copyOf(sources);
    this.problems = problems;
  }

  /**
   * What SOPS would use: {@code SOPS_AGE_KEY}, {@code SOPS_AGE_KEY_FILE} and the default key file
   * (formats.md 1.12).
   *
   * @param env the environment, with {@code HOME}
   * @param problems takes a warning for each source that cannot be used, once one is needed; the
   *     other sources still count
   */
  public static KeyRing fromEnvironment(Map<String, String> env, Problems problems) {
    return new KeyRing(IdentitySource.of(env, System.getProperty("os.name", "")), problems);
  }

  /** A ring of these identities and no source. */
  public static KeyRing of(List<AgeIdentity> identities) {
    KeyRing ring = new KeyRing(List.of(), new Problems());
    ring.identities.addAll(identities);
    return ring;
  }

  /** All identities of all sources, in the order of the sources. */
  public synchronized List<AgeIdentity> identities() {
    if (!read) {
      read = true;
      sources.forEach(this::read);
    }
    return List.copyOf(identities);
  }

  private void read(IdentitySource source) {
    switch (source.read()) {
      case IdentitySource.Identities(List<AgeIdentity> found) -> identities.addAll(found);
      case IdentitySource.Unusable(String why, String hint) ->
          problems.add(Diagnostic.warning(Code.BAD_IDENTITY, source.name(), why, hint));
    }
  }

  /** What could open what is encrypted for {@code recipient}. */
  public List<AgeIdentity> identitiesFor(String recipient) {
    return identities();
  }

  /** The OpenPGP keys of the runner. */
  public PgpKeys pgp() {
    return new PgpKeys();
  }

  /** What came of {@link #wrap}. */
  public sealed interface Wrapping {}

  /** An armored age file for one recipient. */
  public record Wrapped(String armored) implements Wrapping {}

  /** Nothing can be encrypted for that recipient here. */
  public record NotWrapped(String why, String hint) implements Wrapping {}

  /** Encrypts a data key for one recipient. */
  public Wrapping wrap(AgeRecipient recipient, SecretBytes key) {
    return new Wrapped(AgeFile.encryptArmored(key, List.of(recipient)));
  }
}
