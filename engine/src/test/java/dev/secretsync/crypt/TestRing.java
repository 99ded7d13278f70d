package dev.secretsync.crypt;

import dev.secretsync.model.Problems;
import java.nio.file.Path;
import java.util.Map;

/** Rings of the TEST KEYS that stand beside the case folders. */
public final class TestRing {
  private static final Path OWNER = Path.of("../test-fixtures/crypt/test-key.txt");

  private TestRing() {}

  /** The identity that all cases are encrypted for, unless they say otherwise. */
  public static KeyRing owner() {
    return of(OWNER);
  }

  /** The identities of a key file. */
  public static KeyRing of(Path file) {
    return KeyRing.fromEnvironment(
        Map.of("SOPS_AGE_KEY_FILE", file.toString(), "XDG_CONFIG_HOME", "/nonexistent"),
        new Problems());
  }
}
