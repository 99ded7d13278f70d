package dev.secretsync.crypt.pgp;

import dev.secretsync.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program {@code gpg}, for keys that only it has: behind its agent, or on a card. What it says
 * to people is never shown; what it means is in its status lines, which have no language.
 */
final class Gpg {
  private static final List<String> QUIETLY = List.of("--batch", "--status-fd", "2");
  private static final String STATUS = "[GNUPG:] ";
  private static final Pattern BAD_RECIPIENT =
      Pattern.compile("^\\[GNUPG:] INV_RECP (\\d+) ", Pattern.MULTILINE);

  private final Path program;
  private final Map<String, String> environment;
  private final Duration patience;

  Gpg(Path program, Map<String, String> environment, Duration patience) {
    this.program = program;
    this.environment = Map.copyOf(environment);
    this.patience = patience;
  }

  /** What {@code gpg} makes of a message that we have looked at. */
  PgpOpening decrypt(EncryptedMessage message) {
    Optional<Child.Answer> answer = run(message.encoded(), List.of("--decrypt"));
    if (answer.isEmpty()) {
      return new PgpOpening.Refused(PgpOpening.Reason.PROGRAM_FAILED);
    }
    try (Child.Answer said = answer.get()) {
      if (said.isCut()) {
        return new PgpOpening.Refused(PgpOpening.Reason.TOO_LARGE);
      }
      // some versions end well and give nothing when they do not know a packet
      if (said.succeeded() && said.size() > 0 && says(said, "DECRYPTION_OKAY")) {
        return new PgpOpening.Opened(said.output(SecretBytes::copyOf));
      }
      return failure(said);
    }
  }

  private static PgpOpening failure(Child.Answer said) {
    if (says(said, "BADMDC") || says(said, "NODATA") || says(said, "DECRYPTION_OKAY")) {
      return new PgpOpening.Damaged(PgpOpening.Part.CONTENT);
    }
    return says(said, "NO_SECKEY")
        ? new PgpOpening.NoMatch()
        : new PgpOpening.Refused(PgpOpening.Reason.PROGRAM_FAILED);
  }

  /** A message for that key, as SOPS asks {@code gpg} for one. */
  PgpWrapping encrypt(Fingerprint recipient, SecretBytes dataKey) {
    List<String> arguments =
        List.of(
            "--no-default-recipient",
            "--yes",
            "--encrypt",
            "-a",
            "-r",
            recipient.toString(),
            "--trusted-key",
            recipient.shortened(),
            "--no-encrypt-to");
    Optional<Child.Answer> answer = dataKey.reveal(bytes -> run(bytes, arguments));
    if (answer.isEmpty()) {
      return new PgpWrapping.Refused(PgpWrapping.Reason.PROGRAM_FAILED);
    }
    try (Child.Answer said = answer.get()) {
      return said.succeeded() && !said.isCut() ? wrapped(said) : refusal(said);
    }
  }

  private static PgpWrapping wrapped(Child.Answer said) {
    String armored =
        said.<String>output(bytes -> new String(bytes, StandardCharsets.US_ASCII)).strip();
    try {
      EncryptedMessage.parse(Armor.decode(armored)); // or nobody could open the file again
      return new PgpWrapping.Wrapped(armored);
    } catch (UnreadableMessage _) {
      return new PgpWrapping.Refused(PgpWrapping.Reason.PROGRAM_FAILED);
    }
  }

  /** By the numbers of {@code doc/DETAILS} in the sources of GnuPG. */
  private static PgpWrapping refusal(Child.Answer said) {
    Matcher reason = BAD_RECIPIENT.matcher(said.errors());
    return switch (reason.find() ? reason.group(1) : "") {
      case "1" -> new PgpWrapping.NoKey();
      case "3" -> new PgpWrapping.Refused(PgpWrapping.Reason.NOT_FOR_ENCRYPTION);
      case "4" -> new PgpWrapping.Refused(PgpWrapping.Reason.REVOKED);
      case "5" -> new PgpWrapping.Refused(PgpWrapping.Reason.EXPIRED);
      default -> new PgpWrapping.Refused(PgpWrapping.Reason.PROGRAM_FAILED);
    };
  }

  private static boolean says(Child.Answer answer, String word) {
    return answer.errors().lines().anyMatch(line -> (line + " ").startsWith(STATUS + word + " "));
  }

  /** One at a time, so that nobody is asked for two passphrases at once. */
  private synchronized Optional<Child.Answer> run(byte[] input, List<String> arguments) {
    List<String> command =
        Stream.of(List.of(program.toString()), QUIETLY, arguments).flatMap(List::stream).toList();
    return Child.run(command, environment, input, patience);
  }
}
