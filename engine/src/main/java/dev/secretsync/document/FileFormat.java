package dev.secretsync.document;

import java.util.Locale;
import java.util.Optional;

/** The formats in which SOPS keeps a file (formats.md 1.8). */
public enum FileFormat {
  YAML,
  JSON,
  DOTENV,
  INI,

  /** Any bytes; encrypted, they stand in JSON. */
  BINARY;

  /** By the end of the path, as SOPS chooses: {@code foo.env.enc} is binary. */
  public static FileFormat ofPath(String path) {
    if (path.endsWith(".yaml") || path.endsWith(".yml")) {
      return YAML;
    }
    if (path.endsWith(".json")) {
      return JSON;
    }
    if (path.endsWith(".env")) {
      return DOTENV;
    }
    return path.endsWith(".ini") ? INI : BINARY;
  }

  /** By the name that {@code --input-type} and {@code --output-type} take. */
  public static Optional<FileFormat> named(String name) {
    for (FileFormat format : values()) {
      if (format.toString().equals(name)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** The name that {@link #named} takes. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
