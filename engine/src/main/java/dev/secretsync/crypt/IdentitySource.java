package dev.secretsync.crypt;

import dev.secretsync.crypt.age.AgeIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One place of the runner that may hold identities (formats.md 1.12, 2.5). */
sealed interface IdentitySource {
  /** The text of a key file may have 16 MiB. */
  int MAX_BYTES = 16 << 20;

  /** What came of reading it. */
  sealed interface Outcome {}

  record Identities(List<AgeIdentity> found) implements Outcome {
    public Identities {
      found = List.copyOf(found);
    }
  }

  record Unusable(String why, String hint) implements Outcome {}

  /** How messages call it; never a part of what it holds. */
  String name();

  Outcome read();

  /** The text of an environment variable, with several identities in a line if need be. */
  final class Variable implements IdentitySource {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
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

    @Override
    public Outcome read() {
      return parse(text, line -> List.of(BLANKS.split(line.strip(), -1)));
    }
  }

  /** A key file; {@code required} when somebody named it, so that it must be there. */
  record KeyFile(String name, String path, boolean required) implements IdentitySource {
    @Override
    public Outcome read() {
      byte[] bytes = {};
      try {
        Path file = Path.of(path);
        if (!required && !Files.exists(file)) {
          return new Identities(List.of());
        }
        try (InputStream in = Files.newInputStream(file)) {
          bytes = in.readNBytes(MAX_BYTES + 1);
        }
        return bytes.length > MAX_BYTES
            ? new Unusable("the key file is larger than 16 MiB", "name a file of age identities")
            : parse(new String(bytes, StandardCharsets.UTF_8), List::of);
      } catch (IOException | InvalidPathException | SecurityException _) {
        return new Unusable(
            "the key file cannot be read", "check that it exists and who may read it");
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }
  }

  /** The sources that SOPS knows, as far as this version uses them. */
  static List<IdentitySource> of(Map<String, String> env, String operatingSystem) {
    List<IdentitySource> sources = new ArrayList<>();
    value(env, "SOPS_AGE_KEY").ifPresent(v -> sources.add(new Variable("SOPS_AGE_KEY", v)));
    value(env, "SOPS_AGE_KEY_FILE")
        .ifPresent(v -> sources.add(new KeyFile("SOPS_AGE_KEY_FILE", v, true)));
    configFolder(env, operatingSystem.toLowerCase(Locale.ROOT))
        .map(folder -> folder + "/sops/age/keys.txt")
        .ifPresent(
            v -> sources.add(new KeyFile("the default key file sops/age/keys.txt", v, false)));
    return sources;
  }

  private static Optional<String> configFolder(Map<String, String> env, String operatingSystem) {
    if (operatingSystem.startsWith("windows")) {
      return value(env, "AppData").or(() -> value(env, "APPDATA"));
    }
    String below = operatingSystem.startsWith("mac") ? "/Library/Application Support" : "/.config";
    return value(env, "XDG_CONFIG_HOME").or(() -> value(env, "HOME").map(home -> home + below));
  }

  private static Optional<String> value(Map<String, String> env, String name) {
    return Optional.ofNullable(env.get(name)).filter(v -> !v.isBlank());
  }

  /** How a line is taken apart. */
  @FunctionalInterface
  interface Words {
    List<String> of(String line);
  }

  private static Outcome parse(String text, Words words) {
    if (text.startsWith("age-encryption") || text.startsWith("-----BEGIN AGE")) {
      return new Unusable(
          "identities behind a passphrase are not supported yet", "name a key file without one");
    }
    List<AgeIdentity> found = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line =
          lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      for (String word : words.of(line)) {
        Optional<AgeIdentity> identity = AgeIdentity.parse(word);
        if (identity.isEmpty()) {
          return new Unusable(
              "line " + (i + 1) + " is no age identity, so none of the source is used",
              "a line is empty, a comment with #, or begins with AGE-SECRET-KEY-1");
        }
        found.add(identity.get());
      }
    }
    return new Identities(found);
  }
}
