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

  private static final String MANY = " With several files or a folder 1 for all of these.";

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
              "[FILE...]",
              """
              Encrypts FILE, or standard input, or with -i several files at once, for the keys
              of the flags, of the environment, or of the first creation rule in .sops.yaml
              that matches, in this order.
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
              flags(List.of(Flag.IN_PLACE, Flag.OUTPUT, Flag.EXTRACT, Flag.IGNORE_MAC), TYPES),
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
              List.of(Flag.IDEMPOTENT, Flag.IGNORE_MAC, Flag.INPUT_TYPE, Flag.CONFIG, Flag.INDENT),
              SetCommand::unset),
          new Command(
              "edit",
              "edit an encrypted file in an editor, in clear",
              "FILE",
              """
              Opens FILE in $SOPS_EDITOR, $EDITOR, vim, nano or vi, and encrypts what the editor
              leaves. The file in clear stands in memory where the system allows it, for you
              alone, and is overwritten and deleted at the end. A FILE that does not exist is
              made of an example.
              """
                  + EXITS,
              flags(
                  List.of(Flag.IGNORE_MAC, Flag.INPUT_TYPE, Flag.CONFIG, Flag.INDENT), ENCRYPTION),
              EditCommand::run),
          new Command(
              "rotate",
              "give files a new data key, and add or remove keys",
              "PATH...",
              """
              Encrypts everything in the files anew, under a new data key. A PATH may be a folder:
              all encrypted files below it are rotated, and one that fails does not stop the
              others. Values that a removed key could read are listed: they are known to its
              owner for ever, and have to be changed where they come from.
              """
                  + EXITS
                  + MANY,
              List.of(
                  Flag.IN_PLACE,
                  Flag.OUTPUT,
                  Flag.ADD_AGE,
                  Flag.RM_AGE,
                  Flag.ADD_PGP,
                  Flag.RM_PGP,
                  Flag.DRY_RUN,
                  Flag.IGNORE_MAC,
                  Flag.INPUT_TYPE,
                  Flag.CONFIG,
                  Flag.INDENT),
              RotateCommand::run),
          new Command(
              "updatekeys",
              "give files the keys that .sops.yaml says",
              "PATH...",
              """
              Shows how the keys of the files differ from those of their creation rule, asks, and
              changes them. Added keys get the data key that is there, and no value changes. When
              a key is removed, or more key groups are needed than before, the data key changes
              too, unlike in sops; and the values that a removed key could read are listed. The
              threshold is the rule's, unlike in sops, where the rule says one.
              A PATH may be a folder: all encrypted files below it are updated.
              """
                  + EXITS
                  + MANY,
              List.of(
                  Flag.YES,
                  Flag.DRY_RUN,
                  Flag.IGNORE_MAC,
                  Flag.INPUT_TYPE,
                  Flag.CONFIG,
                  Flag.INDENT),
              UpdateKeysCommand::run),
          new Command(
              "verify",
              "check encrypted files, with or without a key",
              "PATH...",
              """
              Checks files, and all files below folders: that they are well-formed, that nothing
              stands in clear that should not, that they are for the keys that .sops.yaml says,
              and that no file is in clear that a rule with a path_regex is for. Files that a key
              of this run opens are decrypted, and their MAC is checked. Prints no value.
              The .sops.yaml is found from the working directory upwards, else from each file's
              folder upwards.
              Exit codes: 0 sound, 51 a value or MAC is damaged or in clear, 1 anything else.\
              """,
              List.of(
                  Flag.REQUIRE_MAC,
                  Flag.STRICT,
                  Flag.CONFIG,
                  Flag.JSON,
                  Flag.JSON_INTO,
                  Flag.NO_COLOR,
                  Flag.QUIET),
              VerifyCommand::run),
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
