package dev.secretsync.crypt.pgp;

import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * The OpenPGP keys of the runner: opens data keys, and encrypts them (formats.md 1.11). Keys are
 * looked for when the first message needs one, and read once. Where none of them opens a message,
 * {@code gpg} is asked.
 *
 * <p>A message proves nothing about who wrote it; SOPS neither signs nor verifies.
 */
public final class PgpKeys {
  /** Somebody may have to find a card, or to type a passphrase. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A message that hides its recipients makes us try every key for each of them. */
  private static final int MAX_ATTEMPTS = 256;

  private final PgpSources sources;
  private final Problems problems;
  private final Optional<Gpg> gpg;

  /** Those that {@code gpg} has no secret key for, so that it is not asked for every file. */
  private final Set<Long> strangers = new HashSet<>();

  private @Nullable Keyrings keyrings;

  PgpKeys(PgpSources sources, Problems problems, Duration patience) {
    this.sources = sources;
    this.problems = problems;
    gpg = sources.program().map(path -> new Gpg(path, sources.childEnvironment(), patience));
  }

  /**
   * The keys of these sources.
   *
   * @param problems takes a warning for each source that somebody named and that holds no usable
   *     key, once one is needed; the other sources still count
   */
  public static PgpKeys fromEnvironment(PgpSources sources, Problems problems) {
    return new PgpKeys(sources, problems, PATIENCE);
  }

  private synchronized Keyrings keyrings() {
    if (keyrings == null) {
      keyrings = KeyFiles.read(sources, problems);
    }
    return keyrings;
  }

  /**
   * Opens a message in its text form, {@code -----BEGIN PGP MESSAGE-----}. Any text ends in one of
   * the outcomes, in bounded time and memory (security.md X10).
   */
  public PgpOpening unwrap(String armoredMessage) {
    try {
      EncryptedMessage message = EncryptedMessage.parse(Armor.decode(armoredMessage));
      PgpOpening own = open(message);
      return mayDependOnTheKey(own) ? askGpg(message, own) : own;
    } catch (UnreadableMessage e) {
      return e.outcome();
    }
  }

  /** Whether {@code gpg} may do better: it can have other keys, and know other kinds of keys. */
  private static boolean mayDependOnTheKey(PgpOpening opening) {
    return switch (opening) {
      case PgpOpening.Opened _ -> false;
      case PgpOpening.NoMatch _ -> true;
      case PgpOpening.Damaged(PgpOpening.Part part) -> part == PgpOpening.Part.SESSION_KEY;
      case PgpOpening.Refused(PgpOpening.Reason reason) -> reason == PgpOpening.Reason.LOCKED;
    };
  }

  private PgpOpening open(EncryptedMessage message) {
    PgpOpening outcome = new PgpOpening.NoMatch();
    int attempts = 0;
    for (EncryptedMessage.Session session : message.sessions()) {
      for (SecretKey key : keyrings().keysFor(session)) {
        if (attempts++ == MAX_ATTEMPTS) {
          return outcome;
        }
        Optional<PGPKeyPair> unlocked = key.unlock();
        if (unlocked.isPresent()) {
          PgpOpening one = message.open(session, unlocked.get());
          if (one instanceof PgpOpening.Opened) {
            return one;
          }
          outcome = isStranger(session, one) ? outcome : one;
        } else if (outcome instanceof PgpOpening.NoMatch) {
          outcome = new PgpOpening.Refused(PgpOpening.Reason.LOCKED);
        }
      }
    }
    return outcome;
  }

  /** Whether this says no more than that the session is for another key. */
  private static boolean isStranger(EncryptedMessage.Session session, PgpOpening outcome) {
    return session.isForAnyKey()
        && outcome.equals(new PgpOpening.Damaged(PgpOpening.Part.SESSION_KEY));
  }

  private PgpOpening askGpg(EncryptedMessage message, PgpOpening own) {
    List<Long> ids =
        message.sessions().stream().map(EncryptedMessage.Session::keyId).distinct().toList();
    if (gpg.isEmpty() || ids.isEmpty() || areStrangers(ids)) {
      return own;
    }
    PgpOpening theirs = gpg.get().decrypt(message);
    if (theirs instanceof PgpOpening.NoMatch) {
      remember(ids);
      return own;
    }
    return own instanceof PgpOpening.Damaged && !(theirs instanceof PgpOpening.Opened)
        ? own
        : theirs;
  }

  private synchronized boolean areStrangers(List<Long> ids) {
    return strangers.containsAll(ids);
  }

  private synchronized void remember(List<Long> ids) {
    ids.stream().filter(id -> id != 0).forEach(strangers::add);
  }

  /**
   * Encrypts a data key for one key, so that sops and gpg 2.2 and later open it: SEIPD of version 1
   * with AES-256.
   *
   * @param fingerprint 40 hexadecimal digits of a key or subkey, with a final {@code !} for exactly
   *     that one; spaces do not count
   */
  public PgpWrapping wrap(String fingerprint, SecretBytes dataKey) {
    Optional<Fingerprint> wanted = Fingerprint.parse(fingerprint);
    return wanted.isPresent()
        ? wrap(wanted.get(), dataKey)
        : new PgpWrapping.Refused(PgpWrapping.Reason.BAD_FINGERPRINT);
  }

  private PgpWrapping wrap(Fingerprint wanted, SecretBytes dataKey) {
    Instant now = Instant.now();
    List<RecipientKey.Choice> choices =
        keyrings().publicRings().stream()
            .filter(ring -> Keyrings.keys(ring).stream().anyMatch(wanted::names))
            .map(ring -> RecipientKey.of(ring, wanted, now))
            .toList();
    if (choices.isEmpty()) {
      return gpg.map(program -> program.encrypt(wanted, dataKey)).orElse(new PgpWrapping.NoKey());
    }
    return switch (first(choices)) {
      case RecipientKey.Fit(PGPPublicKey key) -> encrypt(key, dataKey);
      case RecipientKey.Unfit(PgpWrapping.Reason why) -> new PgpWrapping.Refused(why);
    };
  }

  /** One source may know of a revocation that another has not heard of. */
  private static RecipientKey.Choice first(List<RecipientKey.Choice> choices) {
    RecipientKey.Choice revoked = new RecipientKey.Unfit(PgpWrapping.Reason.REVOKED);
    return choices.contains(revoked)
        ? revoked
        : choices.stream()
            .filter(RecipientKey.Fit.class::isInstance)
            .findFirst()
            .orElse(choices.getFirst());
  }

  private static PgpWrapping encrypt(PGPPublicKey key, SecretBytes dataKey) {
    return dataKey
        .reveal(bytes -> NewMessage.of(bytes, key))
        .<PgpWrapping>map(message -> new PgpWrapping.Wrapped(Armor.encode(message)))
        .orElse(new PgpWrapping.Refused(PgpWrapping.Reason.NOT_FOR_ENCRYPTION));
  }
}
