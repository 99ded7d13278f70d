package dev.secretsync.model;

/** Where the content of a desired Secret comes from. Names it, and holds nothing of it. */
public sealed interface Origin {

  /**
   * Git declares it.
   *
   * @param at the declaration
   * @param blob Git blob id of the declaring file
   */
  record Declared(SourceLocation at, String blob) implements Origin {}

  /**
   * A cluster offers it and a control plane takes it (R13-R19); that cluster owns it, and nothing
   * is ever written to {@code source} (R40).
   *
   * @param source the Secret in the cluster that owns it
   * @param identity UID of that cluster's namespace kube-system, empty where we may not read it
   * @param version {@code uid/resourceVersion} of the source as it was read
   * @param controlPlane name of the control plane that it is collected into
   */
  record Collected(SecretAddress source, String identity, String version, String controlPlane)
      implements Origin {}

  /** What people read: a place in Git, or {@code collected from east/akuity/name}. */
  default String words() {
    return switch (this) {
      case Declared declared -> "declared at " + declared.at().file() + ":" + declared.at().line();
      case Collected collected -> "collected from " + collected.source();
    };
  }
}
