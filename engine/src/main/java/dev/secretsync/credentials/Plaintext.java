package dev.secretsync.credentials;

import dev.secretsync.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The values of a Secret as programs read them. No part of an answer may reach an output. */
public final class Plaintext {
  private Plaintext() {}

  /** The value in UTF-8, empty where there is none. */
  public static String of(Map<String, SecretBytes> data, String key) {
    SecretBytes value = data.get(key);
    return value == null
        ? ""
        : value.<String>reveal(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
