package dev.secretsync.crypt;

import dev.secretsync.crypt.age.AgeFile;
import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.crypt.age.AgeOpening;
import dev.secretsync.crypt.age.ChildProgram;
import dev.secretsync.crypt.age.LockedIdentity;
import dev.secretsync.crypt.age.Plugins;
import dev.secretsync.crypt.age.ScryptIdentity;
import dev.secretsync.crypt.age.SshKeyFile;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads sources of identities: variables, files, and what commands print. */
final class SourceReader {
  private static final int MAX_PUBLIC_KEY = 16 << 10;
  private static final int MAX_RECIPIENT = 8 << 10;

  private final KeySources keys;
  private final Plugins plugins;
  private final Consumer<Diagnostic> warnings;

  /**
   * @param warnings takes what goes wrong later, when something behind a passphrase is needed
   */
  SourceReader(KeySources keys, Plugins plugins, Consumer<Diagnostic> warnings) {
    this.keys = keys;
    this.plugins = plugins;
    this.warnings = warnings;
  }

  /** What {@code source} holds; {@code recipient} is what commands are told. */
  SourceContent read(IdentitySource source, Optional<String> recipient) {
    return switch (source) {
      case IdentitySource.Variable variable -> {
        byte[] bytes = variable.text().getBytes(StandardCharsets.UTF_8);
        yield erasing(bytes, text -> identities(source, text, true));
      }
      case IdentitySource.KeyFile(_, String path, boolean required) ->
          file(path, required, IdentityText.MAX_BYTES, text -> identities(source, text, false));
      case IdentitySource.KeyCommand(_, String command) ->
          output(command, recipient, text -> identities(source, text, false));
      case IdentitySource.SshFile(_, String path, boolean required) ->
          file(path, required, SshKeyFile.MAX_BYTES, key -> ssh(source, key, publicKey(path)));
      case IdentitySource.SshCommand(_, String command) ->
          output(command, recipient, key -> ssh(source, key, Optional.empty()));
    };
  }

  static Diagnostic warning(IdentitySource source, SourceContent.Unusable unusable) {
    return Diagnostic.warning(unusable.code(), source.name(), unusable.why(), unusable.hint());
  }

  private static SourceContent erasing(byte[] bytes, Function<byte[], SourceContent> use) {
    try {
      return use.apply(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static SourceContent file(
      String path, boolean required, int limit, Function<byte[], SourceContent> use) {
    try {
      Path file = Path.of(path);
      if (!required && !Files.exists(file)) {
        return SourceContent.nothing();
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(limit + 1);
      }
      return erasing(
          bytes,
          content ->
              content.length > limit
                  ? SourceContent.unusable(
                      "the key file is larger than " + (limit >> 10) + " KiB",
                      "name a file that holds keys and nothing else")
                  : use.apply(content));
    } catch (IOException | InvalidPathException | SecurityException _) {
      return SourceContent.unusable(
          "the key file cannot be read", "check that it exists and who may read it");
    }
  }

  private SourceContent output(
      String command, Optional<String> recipient, Function<byte[], SourceContent> use) {
    Optional<List<String>> words = CommandWords.of(command);
    if (words.isEmpty()) {
      return failed("is no command, or leaves a quote open", "write it as in a shell");
    }
    Optional<ChildProgram> program =
        ChildProgram.named(words.get().getFirst(), keys.env(), ChildProgram.PATIENCE);
    if (program.isEmpty()) {
      return failed("names a program that is in no folder of PATH", "give its whole path");
    }
    List<String> arguments = words.get().subList(1, words.get().size());
    Map<String, String> told =
        recipient
            .filter(SourceReader::canBeTold)
            .map(text -> Map.of("SOPS_AGE_RECIPIENT", text))
            .orElse(Map.of());
    return switch (program.get().output(arguments, told)) {
      case ChildProgram.Outcome.Answered<SecretBytes>(SecretBytes printed) -> {
        try (printed) {
          yield printed.reveal(use);
        }
      }
      case ChildProgram.Outcome.Broke<SecretBytes>(ChildProgram.Why why) ->
          failed("the command " + why.words(), "run it by hand to see what it says");
    };
  }

  /** What stands in a file of the repository may be anything. */
  private static boolean canBeTold(String recipient) {
    return recipient.length() <= MAX_RECIPIENT
        && recipient.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
  }

  private static SourceContent failed(String why, String hint) {
    return new SourceContent.Unusable(Code.KEY_COMMAND, why, hint);
  }

  private SourceContent identities(IdentitySource source, byte[] text, boolean severalInALine) {
    if (!IdentityText.isLocked(text)) {
      return IdentityText.parse(text, severalInALine, plugins);
    }
    byte[] locked = text.clone(); // encrypted, so nothing to erase
    return new SourceContent.Identities(
        List.of(
            LockedIdentity.ofFile(
                () -> unlock(source, passphrase -> open(locked, severalInALine, passphrase)))));
  }

  private SourceContent open(byte[] locked, boolean severalInALine, SecretBytes passphrase) {
    List<AgeIdentity> opener =
        ScryptIdentity.of(passphrase).stream().<AgeIdentity>map(i -> i).toList();
    AgeOpening opening =
        IdentityText.isArmored(locked)
            ? AgeFile.openArmored(new String(locked, StandardCharsets.ISO_8859_1), opener)
            : AgeFile.open(locked, opener);
    return switch (opening) {
      case AgeOpening.Opened(SecretBytes payload) -> {
        try (payload) {
          yield payload.reveal(text -> IdentityText.parse(text, severalInALine, plugins));
        }
      }
      case AgeOpening.NoMatch _ ->
          new SourceContent.Unusable(
              Code.LOCKED_IDENTITY, "does not open with this passphrase", "try another one");
      case AgeOpening.TooCostly(int workFactor) ->
          new SourceContent.Unusable(
              Code.LOCKED_IDENTITY,
              "asks for the work factor " + workFactor + ", which is more than is allowed here",
              "make it again with age -p");
      case AgeOpening.Damaged _ ->
          SourceContent.unusable(
              "is encrypted, but is no intact age file with a passphrase",
              "make it again with age -p");
    };
  }

  private SourceContent ssh(IdentitySource source, byte[] file, Optional<String> authorizedKey) {
    return switch (SshKeyFile.read(file)) {
      case SshKeyFile.Content.Key(AgeIdentity identity) ->
          new SourceContent.Identities(List.of(identity));
      case SshKeyFile.Content.Locked locked ->
          new SourceContent.Identities(
              List.of(
                  locked.identity(
                      authorizedKey,
                      () -> unlock(source, passphrase -> content(locked.open(passphrase))))));
      case SshKeyFile.Content.Unusable(SshKeyFile.Why why) -> unusable(why);
    };
  }

  private static SourceContent content(SshKeyFile.Content opened) {
    return switch (opened) {
      case SshKeyFile.Content.Key(AgeIdentity identity) ->
          new SourceContent.Identities(List.of(identity));
      case SshKeyFile.Content.Locked _ -> unusable(SshKeyFile.Why.UNSUPPORTED_LOCK);
      case SshKeyFile.Content.Unusable(SshKeyFile.Why why) -> unusable(why);
    };
  }

  private static SourceContent unusable(SshKeyFile.Why why) {
    return why == SshKeyFile.Why.WRONG_PASSPHRASE
        ? new SourceContent.Unusable(Code.LOCKED_IDENTITY, why.words(), "try another one")
        : SourceContent.unusable(
            why.words(), "name a key that ssh-keygen wrote, of type ed25519 or rsa");
  }

  private List<AgeIdentity> unlock(
      IdentitySource source, Function<SecretBytes, SourceContent> open) {
    Optional<SecretBytes> asked = keys.passphrases().ask("the passphrase of " + source.name());
    SourceContent content =
        asked
            .map(given -> {
              try (SecretBytes passphrase = given) {
                return open.apply(passphrase);
              }
            })
            .orElseGet(SourceReader::nobody);
    return switch (content) {
      case SourceContent.Identities(List<AgeIdentity> found) -> found;
      case SourceContent.Unusable unusable -> {
        warnings.accept(warning(source, unusable));
        yield List.of();
      }
    };
  }

  private static SourceContent nobody() {
    return new SourceContent.Unusable(
        Code.LOCKED_IDENTITY,
        "is behind a passphrase, and nobody could be asked for it",
        "run it on a terminal, or name a file with the passphrase in"
            + " SECRETSYNC_AGE_PASSPHRASE_FILE");
  }

  /** What {@code ssh-keygen} puts beside a private key. */
  private static Optional<String> publicKey(String path) {
    try (InputStream in = Files.newInputStream(Path.of(path + ".pub"))) {
      return Optional.of(new String(in.readNBytes(MAX_PUBLIC_KEY), StandardCharsets.ISO_8859_1));
    } catch (IOException | InvalidPathException | SecurityException _) {
      return Optional.empty();
    }
  }
}
