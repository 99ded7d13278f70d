package dev.secretsync.trust;

import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PolicyDeclaration;
import dev.secretsync.desired.EncryptedFiles;
import dev.secretsync.desired.FileRecipients;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.model.TrustChange;
import dev.secretsync.policy.PolicySource;
import dev.secretsync.source.SourceTree;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What judges a plan.
 *
 * @param policies the declared policies
 * @param clusters the clusters of the planned revision, with the labels that policies select them
 *     by: those of the trusted revision, where it knows the cluster
 * @param pins the names in the planned revision of each cluster that the trusted one pins, by the
 *     identity that it is pinned to; of one that is not declared any more, none
 * @param source where they were read
 * @param changes how the planned revision differs from the trusted one in what it trusts
 */
public record Trusted(
    List<PolicyDeclaration> policies,
    SortedMap<String, ClusterDeclaration> clusters,
    SortedMap<String, SortedSet<String>> pins,
    PolicySource source,
    List<TrustChange> changes) {
  public Trusted {
    policies = List.copyOf(policies);
    clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
    pins = Collections.unmodifiableSortedMap(new TreeMap<>(pins));
    changes = changes.stream().sorted().toList();
  }

  /** A revision that judges itself: after the merge, or where there is no protected branch. */
  public static Trusted itself(Declarations declared, SourceTree tree) {
    return new Trusted(
        declared.policies(),
        declared.clusters(),
        Collections.emptySortedMap(),
        source("", declared.policies(), tree),
        List.of());
  }

  /**
   * A revision that another one judges, so that no change can relax the policy that it is judged by
   * (X6). What else is wrong with the trusted revision does not matter: the planned one may be
   * mending it.
   *
   * @param ref what people call the trusted revision
   * @param trusted its files
   * @param found what was wrong with reading them
   * @param tree the files of the planned revision
   * @param declared what it declares
   * @param recipients who may open its encrypted files
   * @param problems takes whatever keeps the policies of the trusted revision from being known
   */
  public static Trusted at(
      String ref,
      SourceTree trusted,
      Problems found,
      SourceTree tree,
      Declarations declared,
      SortedMap<String, FileRecipients> recipients,
      Problems problems) {
    Problems unreadable = new Problems();
    unreadable.addAll(found.all());
    List<PolicyDeclaration> policies = Declarations.policies(trusted, unreadable);
    unreadable.all().stream()
        .filter(Diagnostic::isError)
        .map(why -> at(ref, why))
        .forEach(problems::add);

    Problems ignored = new Problems();
    Declarations before = Declarations.parse(trusted, ignored);
    SortedMap<String, FileRecipients> recipientsBefore =
        EncryptedFiles.of(before, ignored).recipients();
    return new Trusted(
        policies,
        ClusterChanges.labelledAs(before.clusters(), declared.clusters()),
        ClusterChanges.pins(before.clusters(), declared.clusters()),
        source(ref, policies, trusted),
        Stream.of(
                PolicyChanges.between(policies, declared.policies()),
                new RecipientChanges(before, recipientsBefore, declared, recipients).find(),
                SopsConfigChanges.between(trusted.sopsConfigs(), tree.sopsConfigs()),
                ClusterChanges.between(before.clusters(), declared.clusters()))
            .flatMap(List::stream)
            .toList());
  }

  /** The same, at {@code REF:path}, as Git calls a file of another revision. */
  private static Diagnostic at(String ref, Diagnostic why) {
    return new Diagnostic(
        why.code(),
        why.severity(),
        why.at().isPresent() ? why.subject() : ref + ":" + why.subject(),
        why.at().map(at -> new SourceLocation(ref + ":" + at.file(), at.line(), at.column())),
        why.summary(),
        "mend it in " + ref + " first: a policy that cannot be read allows nothing");
  }

  private static PolicySource source(
      String ref, List<PolicyDeclaration> policies, SourceTree tree) {
    SortedMap<String, String> files = new TreeMap<>();
    policies.forEach(policy -> {
      String file = policy.at().file();
      Optional.ofNullable(tree.files().get(file)).ifPresent(one -> files.put(file, one.blobId()));
    });
    return new PolicySource(ref, tree.revision().commit(), files);
  }
}
