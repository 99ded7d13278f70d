package dev.secretsync;

import dev.secretsync.cluster.ClusterOpener;
import dev.secretsync.cluster.ClusterOpener.Opening;
import dev.secretsync.cluster.Fleet;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.declare.Declarations;
import dev.secretsync.lock.Unlocking;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.source.git.GitRepository;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What somebody does when the run that holds a lock is known to be dead. */
public final class ForcedUnlock {
  private ForcedUnlock() {}

  /**
   * Takes a cluster's lock away from the run that holds it. Needs no key.
   *
   * @param cluster declared name
   * @param id of the run that is taken for dead
   * @param clusters the runner's clusters, given the work tree that no kubeconfig may lie in
   * @throws dev.secretsync.model.RefusedException when there is no such cluster
   */
  public static Unlocking of(
      Request request,
      String cluster,
      String id,
      Function<Optional<Path>, ClusterOpener> clusters) {
    Problems problems = new Problems();
    try (GitRepository repository = GitRepository.open(request.path())) {
      Declarations declared =
          Declarations.parse(SecretSync.read(repository, request, problems), problems);
      problems.refuseErrors();
      ClusterDeclaration one = declared.cluster(cluster);
      SortedMap<String, String> contexts = new TreeMap<>(Map.of(cluster, one.context()));
      try (Fleet fleet = Fleet.open(contexts, clusters.apply(repository.workTree()))) {
        return switch (fleet.opening(cluster)) {
          case Opening.Refused(Diagnostic why) -> new Unlocking.Failed(why);
          case Opening.Opened opened ->
              Unlocking.of(
                  cluster,
                  opened.cluster().leases(),
                  SecretSync.installation(repository, request),
                  id);
        };
      }
    }
  }
}
