package dev.secretsync.crypt;

import dev.secretsync.crypt.age.Passphrases;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a run finds its identities (formats.md 1.12). All of it is the runner's: nothing that
 * stands in a repository may get in here (security.md X9).
 *
 * @param env the environment, with {@code HOME} and {@code PATH}
 * @param operatingSystem as the JVM names it
 * @param passphrases who is asked for the passphrase of a protected key
 * @param plugins the names of the age plugins that may run, such as {@code yubikey}
 * @param homeSshKeys whether {@code ~/.ssh/id_ed25519} and {@code ~/.ssh/id_rsa} count although
 *     nobody named them
 */
public record KeySources(
    Map<String, String> env,
    String operatingSystem,
    Passphrases passphrases,
    Set<String> plugins,
    boolean homeSshKeys) {
  private static final Pattern COMMA = Pattern.compile(",");

  public KeySources {
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    plugins = Collections.unmodifiableSortedSet(new TreeSet<>(plugins));
  }

  /**
   * What the environment alone says: {@code SECRETSYNC_AGE_PASSPHRASE_FILE} names a file with the
   * passphrase of protected keys, {@code SECRETSYNC_AGE_PLUGINS} the plugins that may run, by
   * commas, and {@code SECRETSYNC_AGE_HOME_SSH_KEYS=true} adds the SSH keys of the home folder.
   */
  public static KeySources ofEnvironment(Map<String, String> env) {
    Passphrases passphrases =
        value(env, "SECRETSYNC_AGE_PASSPHRASE_FILE")
            .<Passphrases>map(PassphraseFile::new)
            .orElseGet(Passphrases::none);
    SortedSet<String> plugins = new TreeSet<>(list(env, "SECRETSYNC_AGE_PLUGINS"));
    boolean homeSshKeys =
        value(env, "SECRETSYNC_AGE_HOME_SSH_KEYS").filter("true"::equals).isPresent();
    return new KeySources(
        env, System.getProperty("os.name", ""), passphrases, plugins, homeSshKeys);
  }

  /** The same, where these are asked when the environment names no file with a passphrase. */
  public KeySources asking(Passphrases others) {
    Passphrases first = passphrases;
    return new KeySources(
        env,
        operatingSystem,
        what -> first.ask(what).or(() -> others.ask(what)),
        plugins,
        homeSshKeys);
  }

  /**
   * For whom to encrypt when nothing else says it: {@code SOPS_AGE_RECIPIENTS}, not yet checked.
   */
  public List<String> recipients() {
    return list(env, "SOPS_AGE_RECIPIENTS");
  }

  Optional<String> value(String name) {
    return value(env, name);
  }

  private static Optional<String> value(Map<String, String> env, String name) {
    return Optional.ofNullable(env.get(name)).filter(v -> !v.isBlank());
  }

  private static List<String> list(Map<String, String> env, String name) {
    return value(env, name).stream()
        .flatMap(text -> Stream.of(COMMA.split(text, -1)))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /** The environment may hold keys. */
  @Override
  public String toString() {
    return "KeySources[plugins=" + plugins + ", homeSshKeys=" + homeSshKeys + "]";
  }
}
