package dev.secretsync.access;

import dev.secretsync.model.Permission;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rights that no identity of ours should have: with one of them, whoever takes over the runner has
 * more than the Secrets of this repository.
 *
 * @param permission the right
 * @param danger what somebody could do with it, in words
 */
public record Excess(Permission permission, String danger) {
  private static final String RBAC = "rbac.authorization.k8s.io";

  /** The right to everything: who has it has all the others. */
  public static final Excess EVERYTHING =
      new Excess(Permission.everywhere("*", "*", "*"), "may do everything in this cluster");

  private static final List<Excess> ALWAYS =
      List.of(
          new Excess(
              Permission.everywhere("", "secrets", "list"),
              "may list secrets in every namespace, and so read them all"),
          new Excess(
              Permission.secrets("get", "kube-system"),
              "may read secrets in namespace kube-system"),
          new Excess(Permission.everywhere("", "users", "impersonate"), "may act as any user"),
          new Excess(
              Permission.everywhere("", "serviceaccounts", "impersonate"),
              "may act as any service account"),
          new Excess(
              Permission.everywhere("", "serviceaccounts/token", "create"),
              "may make tokens of any service account"),
          new Excess(
              Permission.everywhere(RBAC, "clusterroles", "escalate"),
              "may grant rights that it does not have"),
          new Excess(
              Permission.everywhere(RBAC, "clusterroles", "bind"),
              "may bind any ClusterRole to anybody"));

  /** What to look for; for who only plans, also every right to write. */
  public static List<Excess> of(Access access, Identity identity) {
    Stream<Excess> writing =
        identity == Identity.APPLY
            ? Stream.of()
            : access.of(Identity.APPLY).stream()
                .filter(permission -> !access.of(identity).contains(permission))
                .filter(permission -> permission.resource().equals("secrets"))
                .filter(permission -> !permission.verb().equals("get"))
                .map(permission ->
                    new Excess(
                        permission,
                        "may "
                            + permission.verb()
                            + " "
                            + permission.objects()
                            + ", and only plans"));
    return Stream.concat(ALWAYS.stream(), writing).toList();
  }
}
