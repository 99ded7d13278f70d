package dev.secretsync.inspect;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.Grant;
import dev.secretsync.model.Check;
import java.util.List;
import java.util.stream.Stream;

/** Which of the things that allow clusters allow one of them, one by one (R42-R50). */
final class Grants {
  private Grants() {}

  /** One check for each grant, and the verdict; one that allows it is enough (R49). */
  static Stream<Check> checks(List<Grant> grants, ClusterDeclaration cluster) {
    boolean allowed = grants.stream().anyMatch(grant -> grant.allows(cluster));
    Check verdict =
        new Check(
            "R42",
            allowed,
            allowed
                ? "cluster " + cluster.name() + " is allowed"
                : "nothing allows cluster " + cluster.name());
    // of a union only what allows is worth a mark of its own; the rest says why it does not
    return Stream.concat(
        grants.stream()
            .filter(grant -> !allowed || grant.allows(cluster))
            .map(grant -> check(grant, cluster)),
        Stream.of(verdict));
  }

  private static Check check(Grant grant, ClusterDeclaration cluster) {
    boolean allows = grant.allows(cluster);
    return new Check(
        rule(grant),
        allows,
        grant.display() + (allows ? " allows " : " does not allow ") + cluster.name());
  }

  private static String rule(Grant grant) {
    boolean annotation = grant.display().startsWith("annotation ");
    return switch (grant) {
      case Grant.All all -> annotation ? "R47" : "R43";
      case Grant.Names names -> "R46";
      case Grant.Selector selector -> annotation ? "R45" : "R44";
    };
  }
}
