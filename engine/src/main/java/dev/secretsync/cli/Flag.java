package dev.secretsync.cli;

import org.apache.commons.cli.Option;

/**
 * Every flag of every command. None of them has an environment variable: a flag that makes apply
 * more dangerous must be seen on the command line (cli.md 4.2).
 */
enum Flag {
  HELP(Option.builder("h").longOpt("help").desc("show this help").get()),
  REV(
      Option.builder()
          .longOpt("rev")
          .hasArg()
          .argName("REV")
          .desc("the commit to read, as Git names it (default HEAD)")
          .get()),
  WORKTREE(
      Option.builder()
          .longOpt("worktree")
          .desc("read uncommitted files instead of a commit, for a trial; apply refuses it")
          .get()),
  KUBECONFIG(
      Option.builder()
          .longOpt("kubeconfig")
          .hasArg()
          .argName("FILE")
          .desc(
              "the kubeconfig (default $KUBECONFIG, then ~/.kube/config); never from the repository")
          .get()),
  INSTALLATION(
      Option.builder()
          .longOpt("installation")
          .hasArg()
          .argName("ID")
          .desc("whose Secrets these are (default: from the URL of the remote origin)")
          .get()),
  DETAILED_EXITCODE(
      Option.builder()
          .longOpt("detailed-exitcode")
          .desc("exit 2 when there are changes (plan) or drift (drift)")
          .get()),
  AUTO_APPROVE(Option.builder().longOpt("auto-approve").desc("apply without asking").get()),
  PARALLELISM(
      Option.builder()
          .longOpt("parallelism")
          .hasArg()
          .argName("N")
          .desc("how many writes may be under way in one cluster (default 10)")
          .get()),
  TIMEOUT(
      Option.builder()
          .longOpt("timeout")
          .hasArg()
          .argName("DURATION")
          .desc("how long reading one cluster may take, such as 90s or 5m (default 60s)")
          .get()),
  JSON(Option.builder().longOpt("json").desc("print JSON instead of text").get()),
  JSON_INTO(
      Option.builder()
          .longOpt("json-into")
          .hasArg()
          .argName("FILE")
          .desc("also write the JSON into a file")
          .get()),
  NO_COLOR(Option.builder().longOpt("no-color").desc("no colours").get()),
  QUIET(Option.builder("q").longOpt("quiet").desc("no progress line and no warnings").get()),
  KEEP(
      Option.builder()
          .longOpt("keep")
          .desc("leave the clusters up and print the KUBECONFIG to use with kubectl")
          .get());

  private final Option option;

  Flag(Option option) {
    this.option = option;
  }

  Option option() {
    return option;
  }

  /** Its long name, without dashes. */
  String longName() {
    return option.getLongOpt();
  }
}
