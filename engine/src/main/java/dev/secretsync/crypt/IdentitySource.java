package dev.secretsync.crypt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One place of the runner that may hold identities (formats.md 1.12). */
sealed interface IdentitySource {
  /** How messages call it; never a part of what it holds. */
  String name();

  /** The text of an environment variable, with several identities in a line if need be. */
  final class Variable implements IdentitySource {
    private final String name;
    private final String text;

    Variable(String name, String text) {
      this.name = name;
      this.text = text;
    }

    @Override
    public String name() {
      return name;
    }

    String text() {
      return text;
    }
  }

  /** A file of identities; {@code required} when somebody named it, so that it must be there. */
  record KeyFile(String name, String path, boolean required) implements IdentitySource {}

  /** A command that prints a file of identities. */
  record KeyCommand(String name, String command) implements IdentitySource {}

  /** A private SSH key. */
  record SshFile(String name, String path, boolean required) implements IdentitySource {}

  /** A command that prints a private SSH key. */
  record SshCommand(String name, String command) implements IdentitySource {}

  /** All that SOPS knows, in its order. */
  static List<IdentitySource> of(KeySources keys) {
    List<IdentitySource> sources = new ArrayList<>();
    value(keys, "SOPS_AGE_SSH_PRIVATE_KEY_FILE", (n, v) -> new SshFile(n, v, true), sources);
    value(keys, "SOPS_AGE_SSH_PRIVATE_KEY_CMD", SshCommand::new, sources);
    if (keys.homeSshKeys()) {
      home(keys)
          .ifPresent(home -> {
            for (String key : List.of("id_ed25519", "id_rsa")) {
              sources.add(new SshFile("~/.ssh/" + key, home + "/.ssh/" + key, false));
            }
          });
    }
    value(keys, "SOPS_AGE_KEY", Variable::new, sources);
    value(keys, "SOPS_AGE_KEY_FILE", (n, v) -> new KeyFile(n, v, true), sources);
    value(keys, "SOPS_AGE_KEY_CMD", KeyCommand::new, sources);
    configFolder(keys)
        .map(folder -> folder + "/sops/age/keys.txt")
        .ifPresent(
            v -> sources.add(new KeyFile("the default key file sops/age/keys.txt", v, false)));
    return sources;
  }

  /** How a source is made from a variable's name and value. */
  @FunctionalInterface
  interface Named {
    IdentitySource of(String name, String value);
  }

  private static void value(
      KeySources keys, String name, Named source, List<IdentitySource> sources) {
    keys.value(name).ifPresent(value -> sources.add(source.of(name, value)));
  }

  private static Optional<String> home(KeySources keys) {
    return keys.operatingSystem().toLowerCase(Locale.ROOT).startsWith("windows")
        ? keys.value("USERPROFILE")
        : keys.value("HOME");
  }

  private static Optional<String> configFolder(KeySources keys) {
    String system = keys.operatingSystem().toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return keys.value("AppData").or(() -> keys.value("APPDATA"));
    }
    String below = system.startsWith("mac") ? "/Library/Application Support" : "/.config";
    return keys.value("XDG_CONFIG_HOME").or(() -> home(keys).map(home -> home + below));
  }
}
