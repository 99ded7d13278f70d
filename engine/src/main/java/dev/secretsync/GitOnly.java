package dev.secretsync;

import dev.secretsync.argocd.ArgoCdSecrets;
import dev.secretsync.declare.Declarations;
import dev.secretsync.desired.EncryptedFiles;
import dev.secretsync.desired.Targets;
import dev.secretsync.kargo.KargoSecrets;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.offline.Declared;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.policy.Policy;
import dev.secretsync.source.SourceTree;
import dev.secretsync.source.git.GitRepository;
import dev.secretsync.trust.Trusted;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What Git alone can tell: needs no key and no cluster, and never looks for one. */
public final class GitOnly {
  private GitOnly() {}

  /** Everything that is wrong with the declarations. Needs no key and no cluster. */
  public static List<Diagnostic> validate(Request request) {
    Problems problems = new Problems();
    try (GitRepository repository = GitRepository.open(request.path())) {
      return declared(SecretSync.read(repository, request, problems), problems).problems();
    }
  }

  /**
   * The policy of a revision, to judge plans that exist already. Needs no key and no cluster.
   *
   * @throws dev.secretsync.model.RefusedException when the declarations cannot be used
   */
  public static Policy policy(Request request) {
    Problems problems = new Problems();
    try (GitRepository repository = GitRepository.open(request.path())) {
      SourceTree tree = SecretSync.read(repository, request, problems);
      Declarations declared = Declarations.parse(tree, problems);
      problems.refuseErrors();
      Trusted trusted = Trusted.itself(declared, tree);
      return Policy.of(trusted.policies(), declared.clusters(), trusted.source());
    }
  }

  /**
   * How many Secrets Git declares for each cluster. What clusters offer to each other is not among
   * them: nobody but the clusters knows.
   *
   * @throws dev.secretsync.model.RefusedException when the declarations cannot be used
   */
  public static SortedMap<String, Integer> weights(Request request) {
    Problems problems = new Problems();
    try (GitRepository repository = GitRepository.open(request.path())) {
      Declarations declared =
          Declarations.parse(SecretSync.read(repository, request, problems), problems);
      Targets targets = Targets.of(declared, problems);
      problems.refuseErrors();
      SortedMap<String, Integer> weights = new TreeMap<>();
      declared.clusters().keySet().forEach(name -> weights.put(name, 0));
      targets
          .byAddress()
          .keySet()
          .forEach(address -> weights.merge(address.cluster(), 1, Integer::sum));
      targets.forProjects().forEach(one -> weights.merge(one.kargo().cluster(), 1, Integer::sum));
      return weights;
    }
  }

  /**
   * Compares a revision with {@code base}. Needs no key and no cluster, and so cannot tell what
   * apply would do.
   *
   * @param base a commit, as Git names it; also the one whose policy judges where the request names
   *     no other
   */
  public static OfflinePlan offline(Request request, String base) {
    Problems problems = new Problems();
    try (GitRepository repository = GitRepository.open(request.path())) {
      SourceTree tree = SecretSync.read(repository, request, problems);
      Declared head = declared(tree, problems);
      Problems atBase = new Problems();
      SourceTree before = repository.readBase(base, atBase);
      Problems atTrusted = new Problems();
      SourceTree judging =
          request
              .trustRef()
              .map(ref -> repository.readTrusted(ref, atTrusted))
              .orElseGet(() -> repository.readBase(base, atTrusted));
      Trusted trusted =
          Trusted.at(
              request.trustRef().orElse(base),
              judging,
              atTrusted,
              tree,
              head.declarations(),
              head.recipients(),
              problems);
      Policy policy = Policy.of(trusted.policies(), trusted.clusters(), trusted.source());
      return OfflinePlan.between(
          declared(before, atBase), head, policy, trusted.changes(), problems.all());
    }
  }

  private static Declared declared(SourceTree tree, Problems problems) {
    Declarations declared = Declarations.parse(tree, problems);
    Targets targets = Targets.of(declared, problems);
    EncryptedFiles files = EncryptedFiles.of(declared, problems);
    ArgoCdSecrets.checkDeclared(declared, problems);
    KargoSecrets.checkDeclared(declared, problems);
    return new Declared(tree.revision(), declared, targets, files.recipients(), problems.all());
  }
}
