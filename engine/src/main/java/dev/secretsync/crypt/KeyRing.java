package dev.secretsync.crypt;

import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.crypt.age.AgeRecipient;
import dev.secretsync.crypt.age.Plugins;
import dev.secretsync.crypt.pgp.PgpKeys;
import dev.secretsync.crypt.pgp.PgpSources;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The identities of the runner. Sources are looked at when the first file must be opened, and never
 * before, so that a run without encrypted files needs none; each is read once, whatever the number
 * of threads.
 *
 * <p>Only the environment and the runner's own files are asked; nothing that a repository says adds
 * an identity, opens a connection or starts a program (security.md X9).
 */
public final class KeyRing {
  private final List<AgeIdentity> fixed;
  private final List<IdentitySource> sources;
  private final SourceReader reader;
  private final Plugins plugins;
  private final PgpKeys pgp;
  private final Problems problems;
  private final Map<String, Optional<AgeRecipient>> recipients = new ConcurrentHashMap<>();
  private final Map<Asked, List<AgeIdentity>> read = new HashMap<>();

  /** A source, and for whom it was asked where that makes a difference. */
  private record Asked(IdentitySource source, Optional<String> recipient) {}

  private KeyRing(
      List<AgeIdentity> fixed, List<IdentitySource> sources, KeySources keys, Problems problems) {
    this.fixed = List.copyOf(fixed);
    this.sources = List.copyOf(sources);
    this.problems = problems;
    this.plugins = Plugins.of(keys.plugins(), keys.env(), keys.passphrases(), this::warn);
    this.pgp =
        PgpKeys.fromEnvironment(
            PgpSources.of(
                keys.env(),
                fingerprint ->
                    keys.passphrases().ask("the passphrase of OpenPGP key " + fingerprint)),
            problems);
    this.reader = new SourceReader(keys, plugins, this::warn);
  }

  /**
   * What SOPS would use, from the environment alone: the same as {@link #from} with {@link
   * KeySources#ofEnvironment}.
   *
   * @param env the environment, with {@code HOME}
   * @param problems takes a warning for each source that cannot be used, once one is needed; the
   *     other sources still count
   */
  public static KeyRing fromEnvironment(Map<String, String> env, Problems problems) {
    return from(KeySources.ofEnvironment(env), problems);
  }

  /** The identities of these sources (formats.md 1.12). */
  public static KeyRing from(KeySources keys, Problems problems) {
    return new KeyRing(List.of(), IdentitySource.of(keys), keys, problems);
  }

  /** A ring of these identities and no source. */
  public static KeyRing of(List<AgeIdentity> identities) {
    return new KeyRing(identities, List.of(), KeySources.ofEnvironment(Map.of()), new Problems());
  }

  /** All identities of all sources, in the order of the sources. */
  public List<AgeIdentity> identities() {
    return identities(Optional.empty());
  }

  /**
   * All identities to open a file with that is for {@code recipient}: commands get it as {@code
   * SOPS_AGE_RECIPIENT}, and may print another identity for each.
   */
  public List<AgeIdentity> identitiesFor(String recipient) {
    return identities(Optional.of(recipient));
  }

  private synchronized List<AgeIdentity> identities(Optional<String> recipient) {
    Stream<AgeIdentity> ofSources =
        sources.stream().flatMap(source -> read(source, recipient).stream());
    return Stream.concat(fixed.stream(), ofSources).toList();
  }

  private List<AgeIdentity> read(IdentitySource source, Optional<String> recipient) {
    Asked asked =
        switch (source) {
          case IdentitySource.KeyCommand _, IdentitySource.SshCommand _ ->
              new Asked(source, recipient);
          case IdentitySource.Variable _, IdentitySource.KeyFile _, IdentitySource.SshFile _ ->
              new Asked(source, Optional.empty());
        };
    return read.computeIfAbsent(
        asked,
        _ ->
            switch (reader.read(asked.source(), asked.recipient())) {
              case SourceContent.Identities(List<AgeIdentity> found) -> found;
              case SourceContent.Unusable unusable -> {
                warn(SourceReader.warning(source, unusable));
                yield List.of();
              }
            });
  }

  /** The recipient that {@code text} spells, with the plugins that may run for it. */
  public Optional<AgeRecipient> recipient(String text) {
    // whether a key can be used takes an agreement with it, and many files are for the same few
    return recipients.computeIfAbsent(text, _ -> AgeRecipient.parse(text, plugins));
  }

  /** Also called while files are opened, by several threads. */
  private void warn(Diagnostic diagnostic) {
    problems.add(diagnostic);
  }

  /** The OpenPGP keys of the runner; looked for when the first message needs one. */
  public PgpKeys pgp() {
    return pgp;
  }
}
