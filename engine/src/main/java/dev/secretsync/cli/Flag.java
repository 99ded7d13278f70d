package dev.secretsync.cli;

import org.apache.commons.cli.Option;

/**
 * Every flag of every command. A flag that makes apply more dangerous must be seen on the command
 * line (cli.md 4.2), so only {@link #SHARD}, which narrows, has an environment variable.
 */
enum Flag {
  HELP("h", "help", "", "show this help"),
  REV("", "rev", "REV", "the commit to read, as Git names it (default HEAD)"),
  WORKTREE(
      "", "worktree", "", "read uncommitted files instead of a commit, for a trial; not for apply"),
  TRUST_REF(
      "",
      "trust-ref",
      "REF",
      "the protected ref whose policy judges, in a pull request its base branch"),
  PLAN("", "plan", "FILE", "a plan that was saved; may be repeated"),
  SHARD(
      "",
      "shard",
      "I/N",
      "only the clusters of part I of N (default $SECRETSYNC_SHARD, then the whole fleet)"),
  MAX("", "max", "N", "at most so many shards; a matrix of GitHub Actions has at most 256"),
  BY(
      "",
      "by",
      "weight|hash",
      "as few as make the heaviest shard lightest (weight, the default), or exactly N (hash)"),
  OFFLINE("", "offline", "", "compare two commits; needs no key, no cluster and no network"),
  BASE("", "base", "REF", "with --offline: the commit to compare with, such as origin/main"),
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
  SINCE(
      "",
      "since",
      "FILE",
      "an earlier report, of drift --json: says since when drift is there; may be repeated"),
  OUT(
      "",
      "out",
      "FILE",
      "save the plan in this file, to be applied or shown later; it holds no values"),
  MERGED_INTO("", "out", "FILE", "write the merged result into this file; it holds no values"),
  TTL("", "ttl", "DURATION", "how long the saved plan may be applied (default 24h)"),
  SIGN("", "sign", "KEY", "sign the saved plan with this private Ed25519 key: PEM, or OpenSSH's"),
  REQUIRE_SIGNED_BY(
      "", "require-signed-by", "KEYS", "take a plan only if a key of this file signed it"),
  MARKDOWN("", "markdown", "", "print Markdown, for a comment on a pull request"),
  MARKDOWN_INTO(
      "",
      "markdown",
      "FILE",
      "also write Markdown into a file: a comment on a pull request, or an issue"),
  SARIF("", "sarif", "FILE", "also write SARIF 2.1.0, for code scanning, into a file"),
  SARIF_LABEL(
      "",
      "sarif-label",
      "NAME",
      "with --sarif: what parts this report from others of one upload (default: the command)"),
  JUNIT("", "junit", "FILE", "also write JUnit XML, for viewers of test results, into a file"),
  HTML("", "html", "FILE", "also write a report for a browser, complete in itself, into a file"),
  METRICS("", "metrics", "FILE", "also write metrics, as Prometheus collects them, into a file"),
  METRICS_DETAIL("", "metrics-detail", "", "with --metrics: names of Secrets as labels"),
  ANNOTATIONS("", "annotations", "", "print annotations of GitHub Actions on standard error"),
  GITHUB_OUTPUT(
      "",
      "github-output",
      "FILE",
      "append the outputs of a step of GitHub Actions to a file, as in $GITHUB_OUTPUT"),
  SUMMARY(
      "",
      "summary",
      "FILE",
      "append Markdown to a file: the summary of a job, as in $GITHUB_STEP_SUMMARY"),
  AUTO_APPROVE("", "auto-approve", "", "apply without asking"),
  ALL_OR_NOTHING(
      "",
      "all-or-nothing",
      "",
      "with a saved plan: write nothing anywhere unless all of it is still as reviewed"),
  ACCEPT_DELETES(
      "",
      "accept-deletes",
      "N",
      "that so many Secrets are destroyed is meant; needed where a guard asks for it"),
  ACCEPT_CHANGES(
      "",
      "accept-changes",
      "N",
      "that so many live Secrets are changed is meant; needed where a guard asks for it"),
  ALLOW_EMPTY(
      "",
      "allow-empty",
      "CLUSTER",
      "that Git leaves CLUSTER with nothing is meant; may be repeated"),
  PARALLELISM(
      "", "parallelism", "N", "how many requests may be under way in one cluster (default 10)"),
  LOCK(
      "",
      "lock",
      "true|false",
      "whether other runs keep out of a cluster meanwhile (default true)"),
  LOCK_TIMEOUT(
      "",
      "lock-timeout",
      "DURATION",
      "how long to wait for a cluster that another run holds (default 5m)"),
  TIMEOUT(
      "",
      "timeout",
      "DURATION",
      "how long reading one cluster may take, such as 90s or 5m (default 60s)"),
  RESULT(
      "",
      "result",
      "FILE",
      "write what became of each change into a file, as it happens; the record of the run"),
  MAX_FAILED_CLUSTERS(
      "",
      "max-failed-clusters",
      "N|P%",
      "begin with no other cluster once more than so many failed (default: all may)"),
  JSON("", "json", "", "print JSON instead of text"),
  JSON_INTO("", "json-into", "FILE", "also write the JSON into a file"),
  NO_COLOR("", "no-color", "", "no colours"),
  QUIET("q", "quiet", "", "no progress line and no warnings"),
  OUTPUT("o", "output", "FILE", "write into this new file, which its owner alone may read"),
  PQ("", "pq", "", "make a post-quantum identity: ML-KEM-768 with X25519"),
  CONVERT("y", "convert", "", "print the recipients of the identities in FILE"),
  IN_PLACE("i", "in-place", "", "write the result into FILE itself"),
  INPUT_TYPE(
      "",
      "input-type",
      "TYPE",
      "yaml, json, dotenv, ini or binary (default: by the end of the file's name)"),
  OUTPUT_TYPE("", "output-type", "TYPE", "the same for the result (default: as the input)"),
  FILENAME_OVERRIDE(
      "",
      "filename-override",
      "NAME",
      "take the input for a file of this name; needed for standard input"),
  EXTRACT("", "extract", "INDEX", "print one value only, such as '[\"a\"][0]'"),
  IGNORE_MAC("", "ignore-mac", "", "open the file although somebody may have changed it"),
  IDEMPOTENT("", "idempotent", "", "write nothing when nothing would change"),
  VALUE_FILE("", "value-file", "", "VALUE is a file that holds the value"),
  VALUE_STDIN("", "value-stdin", "", "read the value from standard input"),
  CONFIG("", "config", "FILE", "use this .sops.yaml"),
  AGE("a", "age", "RECIPIENTS", "age recipients, by commas (default: $SOPS_AGE_RECIPIENTS)"),
  PGP("p", "pgp", "FINGERPRINTS", "OpenPGP keys, by commas (default: $SOPS_PGP_FP)"),
  KMS("", "kms", "ARNS", "keys of AWS KMS; not supported yet"),
  AWS_PROFILE("", "aws-profile", "NAME", "goes with --kms"),
  ENCRYPTION_CONTEXT("", "encryption-context", "PAIRS", "goes with --kms"),
  GCP_KMS("", "gcp-kms", "IDS", "keys of Google Cloud KMS; not supported yet"),
  HCKMS("", "hckms", "IDS", "keys of Huawei Cloud KMS; not supported yet"),
  AZURE_KV("", "azure-kv", "URLS", "keys of Azure Key Vault; not supported yet"),
  HC_VAULT_TRANSIT(
      "",
      "hc-vault-transit",
      "URIS",
      "keys of HashiCorp Vault's transit engine; not supported yet"),
  SHAMIR_THRESHOLD(
      "",
      "shamir-secret-sharing-threshold",
      "N",
      "how many key groups are needed to open the file (default: all)"),
  UNENCRYPTED_SUFFIX(
      "", "unencrypted-suffix", "SUFFIX", "leave keys that end so in clear, and all below them"),
  ENCRYPTED_SUFFIX("", "encrypted-suffix", "SUFFIX", "encrypt only what is below keys that end so"),
  UNENCRYPTED_REGEX("", "unencrypted-regex", "REGEX", "leave keys that match in clear"),
  ENCRYPTED_REGEX("", "encrypted-regex", "REGEX", "encrypt only what is below keys that match"),
  UNENCRYPTED_COMMENT_REGEX(
      "", "unencrypted-comment-regex", "REGEX", "leave what a matching comment precedes in clear"),
  ENCRYPTED_COMMENT_REGEX(
      "", "encrypted-comment-regex", "REGEX", "encrypt only what a matching comment precedes"),
  MAC_ONLY_ENCRYPTED(
      "", "mac-only-encrypted", "", "let values in clear be edited without the MAC telling"),
  INDENT("", "indent", "N", "indent by so many spaces (default: 4 in YAML, a tab in JSON)"),
  ADD_AGE("", "add-age", "RECIPIENTS", "add these age recipients, by commas"),
  RM_AGE("", "rm-age", "RECIPIENTS", "remove these age recipients, by commas"),
  ADD_PGP("", "add-pgp", "FINGERPRINTS", "add these OpenPGP keys, by commas"),
  RM_PGP("", "rm-pgp", "FINGERPRINTS", "remove these OpenPGP keys, by commas"),
  DRY_RUN("", "dry-run", "", "show what would change and write nothing"),
  YES("y", "yes", "", "change files without asking"),
  REQUIRE_MAC("", "require-mac", "", "a file that no key of this run opens is an error"),
  STRICT("", "strict", "", "take warnings for errors"),
  CLUSTER("", "cluster", "NAME", "for this cluster alone, as Git names it"),
  NAMESPACE("", "namespace", "NAME", "where the ServiceAccounts live (default secretsync)"),
  PLAN_ONLY("", "plan-only", "", "what plan needs, and not what apply needs"),
  PAST("", "past", "", "also in namespaces that only earlier commits declared"),
  PROJECTS("", "projects", "NAMES", "also in these projects of a Kargo, by commas"),
  ATTRIBUTES(
      "", "attributes", "PATTERN", "files of .gitattributes, such as *.enc.yaml; may be repeated"),
  UNINSTALL("", "uninstall", "", "take the drivers and their patterns out again"),
  MARKDOWN_FROM(
      "",
      "markdown",
      "FILE",
      "post this Markdown as it is; only of a job that you trust, never of a run on a fork"),
  RESULT_FROM(
      "",
      "result",
      "FILE",
      "post what became of an apply, from what apply --result wrote; a missing file is said too"),
  TEXT_FROM("", "text", "FILE", "post this text in a block where nothing is markup; for forks"),
  FAILED("", "failed", "", "post that there is no plan, in place of any that is there"),
  SUPERSEDED("", "superseded", "", "mark the comment as void, if it is of another commit"),
  PULL_REQUEST(
      "", "pull-request", "N", "the pull request (default: the one that the workflow runs for)"),
  REPOSITORY("", "repository", "OWNER/NAME", "where it is open (default $GITHUB_REPOSITORY)"),
  LABEL(
      "",
      "label",
      "LABEL",
      "which comment, where there are several (default plan, of a result apply)"),
  HEAD("", "head", "SHA", "the commit at the tip of the branch (default: as the workflow says)"),
  REPORT("", "report", "FILE", "what drift --json-into wrote"),
  KEY("", "key", "KEY", "which fleet, where there are several issues (default default)"),
  SHOW_VALUES("", "show-values", "", "print values in clear, where a key opens the file"),
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
