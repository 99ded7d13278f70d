package dev.secretsync.trust;

import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.model.TrustChange;
import dev.secretsync.policy.PolicySource;
import dev.secretsync.source.SourceTree;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What judges a plan.
 *
 * @param policies the declared policies
 * @param source where they were read
 * @param changes how the planned revision differs from the trusted one in what it trusts
 */
public record Trusted(
    List<PolicyDeclaration> policies, PolicySource source, List<TrustChange> changes) {
  public Trusted {
    policies = List.copyOf(policies);
    changes = List.copyOf(changes);
  }

  /** A revision that judges itself: after the merge, or where there is no protected branch. */
  public static Trusted itself(Declarations declared, SourceTree tree) {
    return new Trusted(declared.policies(), source("", declared, tree), List.of());
  }

  private static PolicySource source(String ref, Declarations declared, SourceTree tree) {
    SortedMap<String, String> files = new TreeMap<>();
    declared
        .policies()
        .forEach(policy -> {
          String file = policy.at().file();
          Optional.ofNullable(tree.files().get(file))
              .ifPresent(one -> files.put(file, one.blobId()));
        });
    return new PolicySource(ref, tree.revision().commit(), files);
  }
}
