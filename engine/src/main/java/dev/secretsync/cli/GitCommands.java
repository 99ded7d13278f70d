package dev.secretsync.cli;

import java.util.List;

/** The commands that Git runs on encrypted files, and the one that tells Git to. */
final class GitCommands {
  static final List<Command> ALL =
      List.of(
          new Command(
              "git-install",
              "make Git merge and compare encrypted files by their values",
              "[PATH]",
              """
              Adds the drivers git-merge and git-textconv to the configuration of the repository
              at PATH (default: the current folder), and to its .gitattributes the encrypted
              files that Git tracks, and each PATTERN. The configuration is not committed: every
              clone needs this once. With --uninstall both are taken out again.
              Exit codes: 0 done, 64 usage, 65 no repository, or a file cannot be written.\
              """,
              List.of(Flag.ATTRIBUTES, Flag.UNINSTALL),
              GitInstallCommand::run),
          new Command(
              "git-merge",
              "merge three versions of an encrypted file; Git runs this",
              "BASE OURS THEIRS PATH",
              """
              Opens the versions, merges them place by place, and writes the result, encrypted,
              into OURS. PATH is the name of the file, which says its format. Where both sides
              changed one value differently, OURS keeps ours, encrypted and without conflict
              markers, and the places are listed: change them with secretsync edit, then git add.
              Exit codes: 0 merged, 1 conflicts, 2 not merged and OURS untouched, 64 usage.\
              """,
              List.of(),
              GitDriverCommands::merge),
          new Command(
              "git-textconv",
              "print an encrypted file for git diff; Git runs this",
              "FILE",
              """
              Prints FILE with a marker in place of each encrypted value, which changes when the
              value is encrypted anew, and with the keys that can open the file; needs no key.
              With --show-values it prints values: only for a driver of your own.
              Exit codes: 0 done, 64 usage, 2 unreadable.\
              """,
              List.of(Flag.SHOW_VALUES),
              GitDriverCommands::textconv));

  private GitCommands() {}
}
