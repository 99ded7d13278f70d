package dev.secretsync.cli;

import java.util.ArrayList;
import java.util.List;

/** The commands on encrypted files, which have the names, flags and exit codes of sops. */
final class FileCommands {
  private static final String FILE = "[FILE]";
  private static final String EXITS =
      """
      Exit codes are those of sops: 0 done, 1 failed, 2 unreadable input, 3 unwritable output,
      5 bad .sops.yaml, 8 conflicting flags, 25 a damaged value, 51 the MAC does not fit,
      91 a malformed INDEX, 92 empty file, 100 no such file, 111 no key to encrypt for,
      128 no key opens the file, 200 nothing changed, 203 encrypted already.\
      """;

  private static final List<Flag> TYPES =
      List.of(Flag.INPUT_TYPE, Flag.OUTPUT_TYPE, Flag.FILENAME_OVERRIDE, Flag.CONFIG, Flag.INDENT);

  private static final List<Flag> ENCRYPTION =
      List.of(
          Flag.AGE,
          Flag.PGP,
          Flag.KMS,
          Flag.AWS_PROFILE,
          Flag.ENCRYPTION_CONTEXT,
          Flag.GCP_KMS,
          Flag.HCKMS,
          Flag.AZURE_KV,
          Flag.HC_VAULT_TRANSIT,
          Flag.SHAMIR_THRESHOLD,
          Flag.UNENCRYPTED_SUFFIX,
          Flag.ENCRYPTED_SUFFIX,
          Flag.UNENCRYPTED_REGEX,
          Flag.ENCRYPTED_REGEX,
          Flag.UNENCRYPTED_COMMENT_REGEX,
          Flag.ENCRYPTED_COMMENT_REGEX,
          Flag.MAC_ONLY_ENCRYPTED);

  static final List<Command> ALL =
      List.of(
          new Command(
              "encrypt",
              "encrypt a file, as sops does",
              FILE,
              """
              Encrypts FILE, or standard input, for the keys of the flags, of the environment,
              or of the first creation rule in .sops.yaml that matches, in this order.
              """
                  + EXITS,
              flags(List.of(Flag.IN_PLACE, Flag.OUTPUT), TYPES, ENCRYPTION),
              EncryptCommand::run),
          new Command(
              "decrypt",
              "print or write a file in clear; the one command that shows values",
              FILE,
              """
              Decrypts FILE, or standard input, to standard output, or into a file.
              Keys come from the same places as those of sops.
              """
                  + EXITS,
              flags(
                  List.of(Flag.IN_PLACE, Flag.OUTPUT, Flag.EXTRACT, Flag.IGNORE_MAC), TYPES),
              DecryptCommand::run),
          new Command(
              "set",
              "change one value of an encrypted file",
              "FILE INDEX VALUE",
              """
              Puts VALUE, which is JSON, at the place INDEX, such as '["stringData"]["password"]'.
              No other ciphertext changes. A value on the command line can be seen by other
              processes: prefer --value-stdin.
              """
                  + EXITS,
              List.of(
                  Flag.VALUE_STDIN,
                  Flag.VALUE_FILE,
                  Flag.IDEMPOTENT,
                  Flag.IGNORE_MAC,
                  Flag.INPUT_TYPE,
                  Flag.CONFIG,
                  Flag.INDENT),
              SetCommand::set),
          new Command(
              "unset",
              "remove one value of an encrypted file",
              "FILE INDEX",
              """
              Removes what stands at the place INDEX. No other ciphertext changes.
              """
                  + EXITS,
              List.of(
                  Flag.IDEMPOTENT, Flag.IGNORE_MAC, Flag.INPUT_TYPE, Flag.CONFIG, Flag.INDENT),
              SetCommand::unset),
          new Command(
              "filestatus",
              "tell whether a file is encrypted",
              "FILE",
              """
              Prints {"encrypted":true} or {"encrypted":false}; needs no key.
              """
                  + EXITS,
              List.of(Flag.INPUT_TYPE),
              FileStatusCommand::run));

  private FileCommands() {}

  @SafeVarargs
  private static List<Flag> flags(List<Flag>... lists) {
    List<Flag> all = new ArrayList<>();
    for (List<Flag> list : lists) {
      all.addAll(list);
    }
    return all;
  }
}
