package dev.secretsync.model;

/**
 * The closed list of what can be wrong. Each has an id that stays the same for ever, so that people
 * can search for it and policies can name it, and the exit code that it leads to as an error.
 */
public enum Code {
  // SSY001-SSY099: findings about secrets, shared with SARIF (cli.md 2.8)
  PLAINTEXT_VALUE("SSY001", ExitCode.CONFIG),
  RECIPIENT("SSY002", ExitCode.DENIED),
  NEWLY_REACHED("SSY003", ExitCode.OK),
  BLOCKED_SECRET("SSY004", ExitCode.DENIED),
  MAC_MISMATCH("SSY007", ExitCode.DECRYPT),

  // SSY100-SSY199: what stands in the repository
  YAML_SYNTAX("SSY101", ExitCode.CONFIG),
  YAML_LIMIT("SSY102", ExitCode.CONFIG),
  DUPLICATE_KEY("SSY103", ExitCode.CONFIG),
  YAML_TAG("SSY104", ExitCode.CONFIG),
  SCHEMA("SSY105", ExitCode.CONFIG),
  UNKNOWN_KIND("SSY106", ExitCode.CONFIG),
  DUPLICATE_DECLARATION("SSY107", ExitCode.CONFIG),
  OVERLAPPING_TARGETS("SSY108", ExitCode.CONFIG),
  UNKNOWN_CLUSTER("SSY109", ExitCode.CONFIG),
  RESERVED_NAME("SSY110", ExitCode.CONFIG),
  MALFORMED_SELECTOR("SSY111", ExitCode.CONFIG),
  BAD_KEY_NAME("SSY112", ExitCode.CONFIG),
  TOO_LARGE("SSY113", ExitCode.CONFIG),
  BAD_VALUE("SSY114", ExitCode.CONFIG),
  NOT_SUPPORTED_YET("SSY115", ExitCode.CONFIG),
  UNSAFE_PATH("SSY116", ExitCode.CONFIG),
  REPOSITORY_LIMIT("SSY117", ExitCode.CONFIG),
  NOTHING_DECLARED("SSY118", ExitCode.CONFIG),
  REDUNDANT("SSY119", ExitCode.CONFIG),
  ENCRYPTED_METADATA("SSY120", ExitCode.CONFIG),
  UNKNOWN_REFERENCE("SSY121", ExitCode.CONFIG),
  CONTROL_PLANE("SSY122", ExitCode.CONFIG),
  ARGOCD_SECRET("SSY123", ExitCode.CONFIG),
  KARGO_SECRET("SSY124", ExitCode.CONFIG),

  // SSY200-SSY299: Git
  NOT_A_REPOSITORY("SSY201", ExitCode.CONFIG),
  NO_COMMITS("SSY202", ExitCode.CONFIG),
  UNKNOWN_REVISION("SSY203", ExitCode.CONFIG),
  DIRTY_WORKTREE("SSY204", ExitCode.CONFIG),
  SHALLOW_HISTORY("SSY205", ExitCode.CONFIG),
  LFS_POINTER("SSY206", ExitCode.CONFIG),
  NOT_A_FILE("SSY207", ExitCode.CONFIG),
  PATH_NOT_IN_COMMIT("SSY208", ExitCode.CONFIG),
  GIT_SETUP("SSY209", ExitCode.CONFIG),

  // SSY300-SSY399: decryption
  NO_MATCHING_KEY("SSY301", ExitCode.DECRYPT),
  DAMAGED_CIPHERTEXT("SSY302", ExitCode.DECRYPT),
  BAD_IDENTITY("SSY303", ExitCode.DECRYPT),
  SOPS_METADATA("SSY304", ExitCode.CONFIG),
  KEY_TYPE_NOT_SUPPORTED("SSY305", ExitCode.DECRYPT),
  ALREADY_ENCRYPTED("SSY306", ExitCode.CONFIG),
  NO_ENCRYPTION_KEY("SSY307", ExitCode.CONFIG),
  BAD_RECIPIENT("SSY308", ExitCode.CONFIG),
  MIXED_RECIPIENTS("SSY309", ExitCode.OK),
  NO_CREATION_RULE("SSY354", ExitCode.CONFIG),
  // SSY360-SSY399: files of a work tree, as the commands that sops has too change them
  FILE_NOT_FOUND("SSY360", ExitCode.CONFIG),
  UNREADABLE_FILE("SSY361", ExitCode.CONFIG),
  UNWRITABLE_FILE("SSY362", ExitCode.CONFIG),
  NOT_ENCRYPTED("SSY363", ExitCode.CONFIG),
  EMPTY_FILE("SSY364", ExitCode.CONFIG),
  NOT_MODIFIED("SSY366", ExitCode.CONFIG),
  NO_EDITOR("SSY367", ExitCode.CONFIG),
  KEYS_DIFFER("SSY368", ExitCode.CONFIG),
  ROTATE_AT_SOURCE("SSY369", ExitCode.OK),
  SHARED_DATA_KEY("SSY370", ExitCode.CONFIG),
  NOTHING_ENCRYPTED("SSY371", ExitCode.CONFIG),
  EDITOR_FAILED("SSY372", ExitCode.ERROR),
  PLAINTEXT_ON_DISK("SSY373", ExitCode.OK),
  MERGE_CONFLICT("SSY390", ExitCode.CONFLICT),
  PLUGIN_NOT_ALLOWED("SSY320", ExitCode.DENIED),
  PLUGIN_FAILED("SSY321", ExitCode.DECRYPT),
  LOCKED_IDENTITY("SSY322", ExitCode.DECRYPT),
  KEY_COMMAND("SSY323", ExitCode.DECRYPT),
  KEY_FILE("SSY324", ExitCode.CONFIG),
  FILE_SYNTAX("SSY330", ExitCode.CONFIG),
  FILE_LIMIT("SSY331", ExitCode.CONFIG),
  FILE_SHAPE("SSY332", ExitCode.CONFIG),
  OUTPUT_SHAPE("SSY333", ExitCode.CONFIG),
  BAD_TREE_PATH("SSY350", ExitCode.USAGE),
  BAD_JSON_VALUE("SSY351", ExitCode.USAGE),
  SOPS_CONFIG("SSY352", ExitCode.CONFIG),
  BAD_ENCRYPTION_KEY("SSY353", ExitCode.USAGE),
  NO_SUCH_PLACE("SSY356", ExitCode.USAGE),
  BAD_SET_INDEX("SSY355", ExitCode.USAGE),

  // SSY400-SSY499: clusters
  CLUSTER_UNREACHABLE("SSY401", ExitCode.UNREACHABLE),
  CLUSTER_FORBIDDEN("SSY402", ExitCode.UNREACHABLE),
  UNKNOWN_CONTEXT("SSY403", ExitCode.UNREACHABLE),
  IDENTITY_MISMATCH("SSY404", ExitCode.DENIED),
  UNSAFE_KUBECONFIG("SSY405", ExitCode.CONFIG),
  SAME_CLUSTER_TWICE("SSY406", ExitCode.CONFIG),
  BAD_KUBECONFIG("SSY407", ExitCode.CONFIG),

  // SSY500-SSY599: plan and apply
  FOREIGN_SECRET("SSY501", ExitCode.CONFLICT),
  WRITE_FAILED("SSY502", ExitCode.PARTIAL),
  STALE("SSY503", ExitCode.PARTIAL),
  APPROVAL("SSY504", ExitCode.USAGE),
  LAST_APPLIED("SSY505", ExitCode.OK),
  // SSY510-SSY519: what clusters offer; a refusal of that concerns one Secret alone
  NOT_OFFERED("SSY510", ExitCode.OK),
  OFFER_AUTHORIZATION("SSY511", ExitCode.DENIED),
  ARGOCD_OFFER("SSY512", ExitCode.DENIED),
  OWNED_BY_CLUSTER("SSY513", ExitCode.OK),
  KEPT_COPY("SSY514", ExitCode.OK),
  KARGO_OFFER("SSY515", ExitCode.DENIED),
  NO_PLACE("SSY516", ExitCode.DENIED),

  // SSY520-SSY549: what a plan may do: policy, guards, the reviewed plan, locks
  POLICY_DENIED("SSY520", ExitCode.DENIED),
  GUARD("SSY521", ExitCode.GUARD),
  TRUST_CHANGE("SSY522", ExitCode.OK),
  PLAN_FILE("SSY530", ExitCode.CONFIG),
  PLAN_MISMATCH("SSY531", ExitCode.PLAN_MISMATCH),
  PLAN_EXPIRED("SSY532", ExitCode.PLAN_MISMATCH),
  PLAN_SIGNATURE("SSY533", ExitCode.PLAN_MISMATCH),
  SIGNING_KEY("SSY534", ExitCode.CONFIG),
  LOCKED("SSY540", ExitCode.LOCKED),
  LOCK_LOST("SSY541", ExitCode.LOCKED),
  LOCK_NOT_YOURS("SSY542", ExitCode.LOCKED),
  // SSY550-SSY559: why apply stopped early
  ROLLOUT_STOPPED("SSY550", ExitCode.PARTIAL),
  INTERRUPTED("SSY551", ExitCode.INTERRUPTED),
  TERMINATED("SSY552", ExitCode.TERMINATED),
  OUTPUT_FILE("SSY553", ExitCode.ERROR),
  // SSY560-SSY566: plan --offline
  BASE_INVALID("SSY560", ExitCode.OK),
  // SSY570-SSY579: doctor
  PERMISSION_MISSING("SSY570", ExitCode.UNREACHABLE),
  PERMISSION_TOO_WIDE("SSY571", ExitCode.DENIED),
  CLOCK("SSY572", ExitCode.OK),

  // SSY900-SSY999: how the command was called, and our own failures
  USAGE("SSY901", ExitCode.USAGE),
  INTERNAL("SSY999", ExitCode.ERROR);

  private final String id;
  private final ExitCode exitCode;

  Code(String id, ExitCode exitCode) {
    this.id = id;
    this.exitCode = exitCode;
  }

  /** The id people see, for example {@code SSY105}. */
  public String id() {
    return id;
  }

  /** The exit code of a run that ends with this as an error. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
