package dev.secretsync.crypt.age;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * A plugin named {@code fake} as a shell script, which wraps a file key by writing it down, and
 * keeps its arguments and its environment beside itself.
 */
public final class FakePlugin {
  /** A line that names it. */
  public static final String IDENTITY =
      Bech32.secretLine("AGE-PLUGIN-FAKE-", new byte[] {1, 2, 3})
          .reveal(line -> new String(line, StandardCharsets.US_ASCII));

  /** Its recipient. */
  public static final String RECIPIENT = Bech32.encode("age1fake", new byte[] {1, 2, 3});

  private static final String HEAD =
      """
      #!/bin/sh
      dir=${0%/*}
      printf '%s\\n' "$*" >> "$dir/argv"
      env >> "$dir/environ"
      say() { printf '%s\\n%s\\n' "$1" "$2"; }
      hear() {
        read -r head || return
        body=
        while read -r line; do
          body=$body$line
          [ ${#line} -eq 64 ] || break
        done
      }
      """;

  private static final String LISTEN =
      """
      while hear && [ "$head" != '-> done' ]; do
        case $head in
          '-> wrap-file-key') key=$body ;;
          '-> recipient-stanza 0 fake '*) key=$body ;;
        esac
      done
      """;

  /** What a plugin does that means well. */
  static final String ANSWER =
      """
      case $1 in
        *=recipient-v1) say '-> recipient-stanza 0 fake argument' "$key" && hear ;;
        *=identity-v1) [ -z "$key" ] || { say '-> file-key 0' "$key" && hear; } ;;
      esac
      say '-> done' ''
      """;

  private final Path folder;

  private FakePlugin(Path folder) {
    this.folder = folder;
  }

  /** Writes it into {@code folder}; {@code answer} is what it does when it was asked. */
  static FakePlugin in(Path folder, String answer) throws IOException {
    Path script = folder.resolve("age-plugin-fake");
    Files.writeString(script, HEAD + LISTEN + answer);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return new FakePlugin(folder);
  }

  /** One that means well, for tests that need no more; gives its folder. */
  public static Path install(Path folder) throws IOException {
    return in(folder, ANSWER).folder;
  }

  /** An environment in which it is found. */
  Map<String, String> env() {
    return Map.of(
        "PATH",
        folder + ":/usr/bin:/bin",
        "SOPS_AGE_KEY",
        "CANARY-KEY",
        "SECRETSYNC_AGE_PASSPHRASE_FILE",
        "CANARY-FILE");
  }

  boolean wasStarted() {
    return Files.exists(folder.resolve("argv"));
  }

  String argv() throws IOException {
    return Files.readString(folder.resolve("argv"));
  }

  String environ() throws IOException {
    return Files.readString(folder.resolve("environ"));
  }

  Path folder() {
    return folder;
  }
}
