package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.age.AgeFile;
import dev.secretsync.crypt.age.AgeRecipient;
import dev.secretsync.crypt.pgp.PgpWrapping;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SourceLocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Wraps a data key for every key of every group (formats.md 1.10, 1.11). All or nothing: a file
 * that some of its keys cannot open is worse than none.
 */
final class Wrapping {
  private static final SourceLocation NOWHERE = new SourceLocation("", 1, 1);

  private final KeyRing keys;
  private final String file;
  private final Problems problems;
  private final Rfc3339 now;

  /** {@code file}: what the problems are about. */
  Wrapping(KeyRing keys, String file, Instant now, Problems problems) {
    this.keys = keys;
    this.file = file;
    this.now = Rfc3339.ofSecond(now);
    this.problems = problems;
  }

  /** The threshold that a file says: none for one group, all groups where nobody chose. */
  static int threshold(SealSettings settings) {
    int groups = settings.groups().size();
    return groups == 1 ? 0 : settings.threshold() == 0 ? groups : settings.threshold();
  }

  /** A new wrap for every key. */
  Optional<List<KeyGroup>> wrap(SecretBytes dataKey, SealSettings settings) {
    return wrap(dataKey, settings, Map.of());
  }

  /**
   * The same, but keys that had this data key already keep what they have. Shares are new at every
   * wrap, so with several groups nothing can be kept.
   */
  Optional<List<KeyGroup>> wrapAgain(
      SecretBytes dataKey, SealSettings settings, List<KeyGroup> before) {
    boolean whole = before.size() == 1 && settings.groups().size() == 1;
    return wrap(
        dataKey,
        settings,
        whole
            ? before.getFirst().keys().stream()
                .collect(
                    Collectors.toMap(wrapped -> wrapped.key().text(), one -> one, (one, _) -> one))
            : Map.of());
  }

  private Optional<List<KeyGroup>> wrap(
      SecretBytes dataKey, SealSettings settings, Map<String, WrappedKey> kept) {
    int before = problems.all().size();
    List<List<MasterKey>> groups = settings.groups();
    if (groups.isEmpty() || groups.stream().anyMatch(List::isEmpty)) {
      refuse(
          Code.NO_ENCRYPTION_KEY,
          "no key to encrypt for",
          "name one with --age or in a creation rule of .sops.yaml");
      return Optional.empty();
    }
    int threshold = threshold(settings);
    if (groups.size() > 1 && !Shamir.allows(threshold, groups.size())) {
      refuse(
          Code.BAD_VALUE,
          "a threshold of " + threshold + " does not fit " + groups.size() + " key groups",
          "choose one from 2 to the number of groups");
      return Optional.empty();
    }
    if (settings.mixesClassicAndHybrid()) {
      problems.add(SealSettings.mixedRecipients(file));
    }
    List<SecretBytes> parts =
        groups.size() == 1 ? List.of(dataKey) : Shamir.split(dataKey, threshold, groups.size());
    try {
      List<KeyGroup> wrapped = new ArrayList<>();
      for (int i = 0; i < groups.size(); i++) {
        SecretBytes part = parts.get(i);
        wrapped.add(
            new KeyGroup(
                groups.get(i).stream().flatMap(key -> wrap(key, part, kept).stream()).toList()));
      }
      boolean all = problems.all().stream().skip(before).noneMatch(Diagnostic::isError);
      boolean complete =
          all
              && wrapped.stream().mapToInt(g -> g.keys().size()).sum()
                  == groups.stream().mapToInt(List::size).sum();
      return complete ? Optional.of(wrapped) : Optional.empty();
    } finally {
      if (groups.size() > 1) {
        parts.forEach(SecretBytes::close);
      }
    }
  }

  private Optional<WrappedKey> wrap(MasterKey key, SecretBytes part, Map<String, WrappedKey> kept) {
    WrappedKey known = kept.get(key.text());
    if (known != null) {
      return Optional.of(known);
    }
    return switch (key) {
      case MasterKey.Age(String recipient) ->
          age(recipient, part).map(enc -> new WrappedKey(key, enc, "", NOWHERE));
      case MasterKey.Pgp(String fingerprint) ->
          pgp(fingerprint, part).map(enc -> new WrappedKey(key, enc, now.inSeconds(), NOWHERE));
      case MasterKey.AzureKv _,
          MasterKey.GcpKms _,
          MasterKey.HcVault _,
          MasterKey.Hckms _,
          MasterKey.Kms _ -> {
        problems.add(unsupported(key));
        yield Optional.empty();
      }
    };
  }

  private Optional<String> age(String text, SecretBytes part) {
    Optional<AgeRecipient> recipient = keys.recipient(text);
    if (recipient.isEmpty()) {
      refuse(
          Code.BAD_RECIPIENT,
          "an age recipient that is none: " + Place.visible(text),
          "recipients begin with age1 or ssh-");
      return Optional.empty();
    }
    try {
      return Optional.of(AgeFile.encryptArmored(part, List.of(recipient.get())));
    } catch (RefusedException e) { // its plugin may not run, or failed
      problems.addAll(e.diagnostics());
      return Optional.empty();
    }
  }

  private Optional<String> pgp(String fingerprint, SecretBytes part) {
    return switch (keys.pgp().wrap(fingerprint, part)) {
      case PgpWrapping.Wrapped(String armored) -> Optional.of(armored);
      case PgpWrapping.NoKey _ ->
          refusedPgp(
              fingerprint,
              "is in no keyring of this run",
              "import it with gpg, or name it in SECRETSYNC_PGP_PUBLIC_KEY_FILE");
      case PgpWrapping.Refused(PgpWrapping.Reason reason) ->
          switch (reason) {
            case BAD_FINGERPRINT ->
                refusedPgp(fingerprint, "is no fingerprint", "write all 40 digits");
            case EXPIRED -> refusedPgp(fingerprint, "is expired", "use another key");
            case REVOKED -> refusedPgp(fingerprint, "is revoked", "use another key");
            case NOT_FOR_ENCRYPTION ->
                refusedPgp(fingerprint, "is not for encryption", "use a key that can encrypt");
            case PROGRAM_FAILED ->
                refusedPgp(
                    fingerprint, "could not be used by gpg", "try gpg --encrypt with this key");
          };
    };
  }

  private Optional<String> refusedPgp(String fingerprint, String why, String hint) {
    refuse(Code.BAD_RECIPIENT, "pgp key " + Place.visible(fingerprint) + " " + why, hint);
    return Optional.empty();
  }

  /** security.md X9: named, and no connection is made. */
  Diagnostic unsupported(MasterKey key) {
    return Diagnostic.error(
        Code.KEY_TYPE_NOT_SUPPORTED,
        file,
        "keys of kind %s are not supported yet: %s"
            .formatted(key.kind().field(), Place.visible(key.text())),
        "use age or pgp keys for this file");
  }

  private void refuse(Code code, String summary, String hint) {
    problems.add(Diagnostic.error(code, file, summary, hint));
  }
}
