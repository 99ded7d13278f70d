package dev.secretsync.cli;

import org.apache.commons.cli.Option;

/**
 * Every flag of every command. None of them has an environment variable: a flag that makes apply
 * more dangerous must be seen on the command line (cli.md 4.2).
 */
enum Flag {
  HELP("h", "help", "", "show this help"),
  REV("", "rev", "REV", "the commit to read, as Git names it (default HEAD)"),
  WORKTREE(
      "", "worktree", "", "read uncommitted files instead of a commit, for a trial; not for apply"),
  KUBECONFIG(
      "",
      "kubeconfig",
      "FILE",
      "the kubeconfig (default $KUBECONFIG, then ~/.kube/config); never from the repository"),
  INSTALLATION(
      "",
      "installation",
      "ID",
      "whose Secrets these are (default: from the URL of the remote origin)"),
  DETAILED_EXITCODE(
      "", "detailed-exitcode", "", "exit 2 when there are changes (plan) or drift (drift)"),
  AUTO_APPROVE("", "auto-approve", "", "apply without asking"),
  PARALLELISM(
      "", "parallelism", "N", "how many requests may be under way in one cluster (default 10)"),
  TIMEOUT(
      "",
      "timeout",
      "DURATION",
      "how long reading one cluster may take, such as 90s or 5m (default 60s)"),
  JSON("", "json", "", "print JSON instead of text"),
  JSON_INTO("", "json-into", "FILE", "also write the JSON into a file"),
  NO_COLOR("", "no-color", "", "no colours"),
  QUIET("q", "quiet", "", "no progress line and no warnings"),
  OUTPUT("o", "output", "FILE", "write into this new file, which its owner alone may read"),
  PQ("", "pq", "", "make a post-quantum identity: ML-KEM-768 with X25519"),
  CONVERT("y", "convert", "", "print the recipients of the identities in FILE"),
  KEEP("", "keep", "", "leave the clusters up and print the KUBECONFIG to use with kubectl");

  private final String shortName;
  private final String longName;
  private final String argument;
  private final String description;

  Flag(String shortName, String longName, String argument, String description) {
    this.shortName = shortName;
    this.longName = longName;
    this.argument = argument;
    this.description = description;
  }

  /** As Commons CLI parses it. */
  Option option() {
    Option.Builder builder = shortName.isEmpty() ? Option.builder() : Option.builder(shortName);
    builder.longOpt(longName).desc(description);
    return (argument.isEmpty() ? builder : builder.hasArg().argName(argument)).get();
  }

  /** Its long name, without dashes. */
  String longName() {
    return longName;
  }
}
