package dev.secretsync.cli;

import static dev.secretsync.cli.Flag.ACCEPT_CHANGES;
import static dev.secretsync.cli.Flag.ACCEPT_DELETES;
import static dev.secretsync.cli.Flag.ALLOW_EMPTY;
import static dev.secretsync.cli.Flag.ALL_OR_NOTHING;
import static dev.secretsync.cli.Flag.ANNOTATIONS;
import static dev.secretsync.cli.Flag.AUTO_APPROVE;
import static dev.secretsync.cli.Flag.BASE;
import static dev.secretsync.cli.Flag.BY;
import static dev.secretsync.cli.Flag.CLUSTER;
import static dev.secretsync.cli.Flag.CONVERT;
import static dev.secretsync.cli.Flag.DETAILED_EXITCODE;
import static dev.secretsync.cli.Flag.GITHUB_OUTPUT;
import static dev.secretsync.cli.Flag.INSTALLATION;
import static dev.secretsync.cli.Flag.JSON;
import static dev.secretsync.cli.Flag.JSON_INTO;
import static dev.secretsync.cli.Flag.KEEP;
import static dev.secretsync.cli.Flag.KUBECONFIG;
import static dev.secretsync.cli.Flag.LOCK;
import static dev.secretsync.cli.Flag.LOCK_TIMEOUT;
import static dev.secretsync.cli.Flag.MARKDOWN;
import static dev.secretsync.cli.Flag.MARKDOWN_INTO;
import static dev.secretsync.cli.Flag.MAX;
import static dev.secretsync.cli.Flag.MAX_FAILED_CLUSTERS;
import static dev.secretsync.cli.Flag.MERGED_INTO;
import static dev.secretsync.cli.Flag.NAMESPACE;
import static dev.secretsync.cli.Flag.NO_COLOR;
import static dev.secretsync.cli.Flag.OFFLINE;
import static dev.secretsync.cli.Flag.OUT;
import static dev.secretsync.cli.Flag.OUTPUT;
import static dev.secretsync.cli.Flag.PARALLELISM;
import static dev.secretsync.cli.Flag.PAST;
import static dev.secretsync.cli.Flag.PLAN;
import static dev.secretsync.cli.Flag.PLAN_ONLY;
import static dev.secretsync.cli.Flag.PQ;
import static dev.secretsync.cli.Flag.PROJECTS;
import static dev.secretsync.cli.Flag.QUIET;
import static dev.secretsync.cli.Flag.REQUIRE_SIGNED_BY;
import static dev.secretsync.cli.Flag.RESULT;
import static dev.secretsync.cli.Flag.REV;
import static dev.secretsync.cli.Flag.SHARD;
import static dev.secretsync.cli.Flag.SIGN;
import static dev.secretsync.cli.Flag.SINCE;
import static dev.secretsync.cli.Flag.STRICT;
import static dev.secretsync.cli.Flag.TIMEOUT;
import static dev.secretsync.cli.Flag.TRUST_REF;
import static dev.secretsync.cli.Flag.TTL;
import static dev.secretsync.cli.Flag.WORKTREE;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The table of commands: help, completion and the parser are all made from it. */
final class Commands {
  private static final String PATH = "[PATH]";
  private static final String REPOSITORY =
      """
      PATH is a Git repository or a folder inside one (default: the current folder).
      Files are read from a commit, never through the work tree.

      """;

  /** The flags of commands that read clusters and write nothing. */
  private static final List<Flag> LOOKING =
      List.of(
          REV,
          WORKTREE,
          TRUST_REF,
          DETAILED_EXITCODE,
          KUBECONFIG,
          INSTALLATION,
          TIMEOUT,
          JSON,
          JSON_INTO,
          NO_COLOR,
          QUIET);

  /** The same for commands that answer a question, and have no changes to exit with. */
  private static final List<Flag> ASKING =
      LOOKING.stream().filter(flag -> flag != DETAILED_EXITCODE).toList();

  private static final List<Command> MAIN =
      List.of(
          new Command(
              "validate",
              "check the declarations; no key and no network",
              PATH,
              REPOSITORY
                  + """
                  Reports every problem of the repository with file, line and column.
                  Exit codes: 0 valid, 65 not.\
                  """,
              and(List.of(REV, WORKTREE, JSON, JSON_INTO, NO_COLOR, QUIET), ReportFiles.FLAGS),
              ValidateCommand::run),
          new Command(
              "plan",
              "show what apply would do; writes nothing",
              PATH,
              REPOSITORY
                  + """
                  Keys come from the same places as those of sops, such as SOPS_AGE_KEY_FILE.
                  With --out the plan is saved as well, also when it cannot be applied.
                  With --offline --base REF it shows what a commit changes in Git alone, judged by
                  the policy of --trust-ref (default: REF), and neither looks for a key nor for a
                  cluster: the check of a pull request. What --out saves then can be shown, and
                  posted by github comment, but never applied.
                  With --shard it plans some of the clusters, whole ones, which follow from their
                  names; plan merge puts the parts together.
                  Exit codes: 0 done, 2 changes (with --detailed-exitcode), 3 refused by a rule,
                  7 a cluster could not be read, 8 a conflict, 10 a file could not be decrypted,
                  64 usage, 65 invalid declarations.\
                  """,
              Stream.of(
                      List.of(OUT, TTL, SIGN, SHARD),
                      LOOKING,
                      ReportFiles.FLAGS,
                      List.of(OFFLINE, BASE))
                  .flatMap(List::stream)
                  .toList(),
              PlanCommand::run),
          new Command(
              "plan merge",
              "put the plans of all shards together; no key, no cluster and no repository",
              "FILE...",
              """
              FILE is what plan --shard I/N --out wrote, of each shard once and in any order. Of all
              of them it makes the plan that one run would have made of the whole fleet. When one
              is missing, its clusters are unknown and nothing of the plan can be applied; a shard
              that has no cluster may be left out. The plan is valid as long as all of them are.
              Exit codes: those of plan; 4 when they are not of one plan, or not signed as required;
              7 also when a shard is missing; 65 no plan.\
              """,
              and(
                  List.of(
                      OUT,
                      SIGN,
                      REQUIRE_SIGNED_BY,
                      DETAILED_EXITCODE,
                      JSON,
                      JSON_INTO,
                      NO_COLOR,
                      QUIET),
                  ReportFiles.FLAGS),
              PlanMergeCommand::run),
          new Command(
              "show",
              "show a saved plan again; no key, no cluster and no repository",
              "FILE",
              """
              FILE is what plan --out wrote. It is taken only as it was written: what was edited
              or damaged is refused, and so is what another version wrote.
              Exit codes: 0 shown, 4 not signed as required, 64 usage, 65 no plan.\
              """,
              and(
                  List.of(REQUIRE_SIGNED_BY, JSON, JSON_INTO, MARKDOWN, NO_COLOR, QUIET),
                  ReportFiles.FLAGS.stream()
                      .filter(flag ->
                          !List.of(MARKDOWN_INTO, ANNOTATIONS, GITHUB_OUTPUT).contains(flag))
                      .toList()),
              ShowCommand::run),
          new Command(
              "apply",
              "write what plan shows",
              "[FILE] [PATH]",
              """
              With FILE, a plan that plan --out saved, it plans anew and writes only what FILE says.
              Where a cluster would be changed in any other way, nothing is written in it.

              """
                  + REPOSITORY
                  + """
                  On a terminal it asks for the number of Secrets it would destroy; elsewhere it
                  needs --auto-approve. What fails in one cluster does not stop the others, and
                  running it again finishes the rest. SIGINT or SIGTERM lets what is under way end.
                  Guards stop it before it writes: many deletes, any delete in a protected cluster,
                  a cluster left with nothing. Each says which flag acknowledges it, with the exact
                  number. Each cluster that is written to is locked meanwhile; a run that has died
                  holds it for 15 seconds. With --shard it applies some of the clusters only, also of
                  a plan that plan merge put together.
                  Exit codes: those of plan, 1 when the result could not be written, 4 when something
                  is not as FILE says, 5 when a cluster could not be locked, 6 when some changes were
                  not made, 9 when a guard stopped it, 130 or 143 after a signal.\
                  """,
              and(
                  List.of(
                      REV,
                      WORKTREE,
                      TRUST_REF,
                      SHARD,
                      AUTO_APPROVE,
                      ALL_OR_NOTHING,
                      REQUIRE_SIGNED_BY,
                      ACCEPT_DELETES,
                      ACCEPT_CHANGES,
                      ALLOW_EMPTY,
                      MAX_FAILED_CLUSTERS,
                      RESULT,
                      PARALLELISM,
                      LOCK,
                      LOCK_TIMEOUT,
                      KUBECONFIG,
                      INSTALLATION,
                      TIMEOUT,
                      JSON,
                      JSON_INTO,
                      NO_COLOR,
                      QUIET),
                  ReportFiles.FLAGS),
              ApplyCommand::run),
          new Command(
              "drift",
              "show what others changed in our Secrets; writes nothing",
              PATH,
              REPOSITORY
                  + """
                  Names each field, what happened to it, who did it and when. What spec.ignoreDrift
                  of a Policy ignores for now is shown and does not count. With --since it says
                  since when drift has been there, what is new and what is gone.
                  Exit codes: 0 done, 2 drift (with --detailed-exitcode), 7, 10, 64, 65 as in plan.\
                  """,
              and(
                  Stream.concat(Stream.of(SINCE, SHARD), LOOKING.stream()).toList(),
                  ReportFiles.FLAGS),
              DriftCommand::run),
          new Command(
              "explain",
              "show why a Secret is synced, or why it is not; writes nothing",
              "ADDRESS [PATH]",
              """
              ADDRESS is cluster/namespace/name, as in a plan: of a source, of a copy, of what Git
              declares, or of what is not there. Each rule that decides is shown with its number.

              """
                  + REPOSITORY
                  + """
                  Exit codes: 0 explained, 7 a cluster that it depends on could not be read, 10 its
                  file could not be decrypted, 64 usage, 65 invalid declarations.\
                  """,
              ASKING,
              ExplainCommand::run),
          new Command(
              "list",
              "list the Secrets of the fleet with owner, places and status; writes nothing",
              PATH,
              REPOSITORY
                  + """
                  Lists what Git declares and what clusters own: names and keys, never values.
                  Exit codes: 0 done, 7, 10, 64, 65 as in plan.\
                  """,
              ASKING,
              ListCommand::run),
          new Command(
              "force-unlock",
              "take a cluster's lock away from a run that has died",
              "CLUSTER ID [PATH]",
              """
              CLUSTER is a declared name and ID the run that holds it, as apply shows them when it
              has to wait. A run that lives stops writing there, and others begin: be sure.

              """
                  + REPOSITORY
                  + """
                  Exit codes: 0 unlocked or not locked, 5 another run holds it, 7 the cluster could
                  not be reached, 64 usage, 65 invalid declarations.\
                  """,
              List.of(REV, WORKTREE, KUBECONFIG, INSTALLATION, TIMEOUT),
              ForceUnlockCommand::run),
          new Command(
              "rbac",
              "print the rights that plan and apply need, for kubectl apply",
              PATH,
              REPOSITORY
                  + """
                  Prints ServiceAccounts secretsync-plan and secretsync-apply, a Role for each in
                  every namespace that may hold something of this repository, and the namespaces.
                  Needs no key and no cluster. For every cluster:

                    secretsync rbac --cluster NAME | kubectl --context CONTEXT apply -f -

                  Without --cluster it prints what is enough in each of them.
                  Exit codes: 0 done, 64 usage, 65 invalid declarations.\
                  """,
              List.of(
                  CLUSTER,
                  NAMESPACE,
                  PLAN_ONLY,
                  PAST,
                  PROJECTS,
                  REV,
                  WORKTREE,
                  INSTALLATION,
                  QUIET),
              RbacCommand::run),
          new Command(
              "doctor",
              "check keys and clusters before the first run; writes nothing",
              PATH,
              REPOSITORY
                  + """
                  Checks that the keys of this run open every file, and of each cluster that it
                  answers, is the one that is meant, and allows what apply needs and not much more.
                  Reads no Secret and decrypts no value.
                  Exit codes: 0 all is well, or nothing but warnings, 3 another cluster than the one
                  that is pinned (with --strict also rights that are too wide), 7 a cluster does not
                  answer or does not allow what is needed, 10 a key is missing, 64 usage,
                  65 invalid declarations.\
                  """,
              List.of(
                  PLAN_ONLY,
                  STRICT,
                  REV,
                  WORKTREE,
                  KUBECONFIG,
                  INSTALLATION,
                  TIMEOUT,
                  JSON,
                  JSON_INTO,
                  NO_COLOR,
                  QUIET),
              DoctorCommand::run),
          new Command(
              "shards",
              "divide a fleet for several machines; no key and no cluster",
              PATH,
              REPOSITORY
                  + """
                  Prints what a matrix of GitHub Actions takes: with --json as
                  {"include":[{"shard":"1/3","clusters":17,"weight":940},...]}, where the weight is
                  how many Secrets are declared for these clusters. Which clusters a shard has
                  follows from their names and from N, so each job runs plan --shard by itself.
                  With --by weight, N is the number at which the heaviest shard is lightest; a
                  cluster more can change N, and with N which shard has which cluster. With
                  --by hash, N is --max: a cluster that comes or goes moves no other.
                  Shards without a cluster are left out; plan merge does not miss them.
                  Exit codes: 0 done, 64 usage, 65 invalid declarations.\
                  """,
              List.of(MAX, BY, REV, WORKTREE, JSON, JSON_INTO, QUIET),
              ShardsCommand::run),
          new Command(
              "policy test",
              "judge saved plans by the policies of a repository",
              PATH,
              REPOSITORY
                  + """
                  Judges every change of each --plan anew, by the built-in rules and by the Policy
                  documents below PATH: what would be refused, and which guards would trip. With
                  --worktree, by policies that are not committed yet. Needs no key and no cluster.
                  Recipients are no part of a plan; secretsync plan judges them.
                  Exit codes: 0 nothing refused, 3 something is, 9 a guard trips, 64 usage,
                  65 a plan cannot be read, or the declarations are invalid.\
                  """,
              List.of(PLAN, REV, WORKTREE, JSON, JSON_INTO, NO_COLOR, QUIET),
              PolicyTestCommand::run),
          new Command(
              "report merge",
              "make one result of those of several runs of apply",
              "RESULT...",
              """
              RESULT is what apply --result wrote: of each shard, or of each run that applied its
              own clusters. They have to be of one commit, one policy and one saved plan, and no
              cluster may be in two. A run that was killed counts for what it wrote down.
              Needs no key, no cluster and no repository.
              Exit codes: those of one apply over all of it; 6 also when a run was killed, was
              refused or is missing; 64 usage, 65 a result cannot be read, or is of something else.\
              """,
              and(List.of(MERGED_INTO, JSON, JSON_INTO, NO_COLOR, QUIET), ReportFiles.FLAGS),
              ReportMergeCommand::run),
          new Command(
              "keygen",
              "make an age identity, as age-keygen does",
              "[FILE]",
              """
              Prints a new identity as a key file that sops and age read; with -o into a new
              file, which is never overwritten. With -y it reads identities from FILE (default:
              the standard input) and prints their recipients.
              Exit codes: 0 done, 64 usage, 65 a file cannot be read or made.\
              """,
              List.of(OUTPUT, PQ, CONVERT),
              KeygenCommand::run),
          new Command(
              "demo",
              "try it on three embedded clusters; no Kubernetes, no network",
              "",
              """
              Starts three embedded API servers, makes a Git repository from the quickstart
              example in a temporary folder, and runs plan, apply, plan, a hand edit, drift
              and apply on them.\
              """,
              List.of(KEEP, NO_COLOR),
              DemoCommand::run),
          new Command(
              "version",
              "print the version",
              "",
              "Prints the version.",
              List.of(JSON),
              VersionCommand::run),
          new Command(
              "completion",
              "print a completion script for a shell",
              "bash",
              """
              Prints a script that completes commands and flags:

                source <(secretsync completion bash)\
              """,
              List.of(),
              CompletionCommand::run));

  private static final List<Command> ALL =
      Stream.of(MAIN, GitHubCommands.ALL, FileCommands.ALL, GitCommands.ALL)
          .flatMap(List::stream)
          .toList();

  private Commands() {}

  private static List<Flag> and(List<Flag> flags, List<Flag> more) {
    return Stream.of(flags, more).flatMap(List::stream).toList();
  }

  static List<Command> all() {
    return ALL;
  }

  /** The command that the words begin with; a name may have two words, and then the first alone. */
  static Optional<Command> in(List<String> words) {
    return ALL.stream()
        .filter(command -> command.words().equals(first(words, command.words().size())))
        .max(Comparator.comparingInt(command -> command.words().size()));
  }

  private static List<String> first(List<String> words, int number) {
    return words.subList(0, Math.min(number, words.size()));
  }

  static Optional<Command> named(String name) {
    return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
  }
}
