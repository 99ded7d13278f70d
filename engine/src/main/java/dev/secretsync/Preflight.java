package dev.secretsync;

import dev.secretsync.access.Access;
import dev.secretsync.access.Identity;
import dev.secretsync.access.Needs;
import dev.secretsync.cluster.ClusterOpener;
import dev.secretsync.crypt.KeyRing;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PastNamespaces;
import dev.secretsync.desired.EncryptedFiles;
import dev.secretsync.desired.Targets;
import dev.secretsync.doctor.Doctor;
import dev.secretsync.doctor.Findings;
import dev.secretsync.lock.LockName;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.source.SourceTree;
import dev.secretsync.source.git.GitRepository;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * What comes before the first run: who has to be allowed what, and whether that is so. Neither
 * reads a Secret.
 */
public final class Preflight {
  private Preflight() {}

  /**
   * What must be allowed, by cluster. Needs no key and no cluster.
   *
   * @param access the needs of each declared cluster, by name
   * @param installation whose objects these are
   * @param warnings about the declarations
   */
  public record Granted(
      SortedMap<String, Access> access, String installation, List<Diagnostic> warnings) {
    public Granted {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Works out what plan and apply need.
   *
   * @throws dev.secretsync.model.RefusedException when the declarations cannot be used
   */
  public static Granted access(Request request, Needs.Wishes wishes) {
    Problems problems = new Problems();
    try (GitRepository repository = GitRepository.open(request.path())) {
      Declared declared = Declared.read(repository, request, problems);
      problems.refuseErrors();
      return new Granted(declared.needs(wishes), declared.installation(), problems.all());
    }
  }

  /**
   * Looks at every cluster, and at the keys, as the given identity will.
   *
   * @param clusters given the work tree that no kubeconfig may lie in
   * @throws dev.secretsync.model.RefusedException when the declarations cannot be used
   */
  public static Findings doctor(
      Request request,
      Identity identity,
      KeyRing keys,
      Function<Optional<Path>, ClusterOpener> clusters,
      Clock clock) {
    Problems problems = new Problems();
    try (GitRepository repository = GitRepository.open(request.path())) {
      Declared declared = Declared.read(repository, request, problems);
      EncryptedFiles files = EncryptedFiles.of(declared.declarations(), problems);
      problems.refuseErrors();
      return new Doctor(clusters.apply(repository.workTree()), identity, clock)
          .examine(
              declared.declarations().clusters().values(),
              declared.needs(Needs.Wishes.all()),
              files,
              keys);
    }
  }

  private record Declared(
      Declarations declarations, Targets targets, PastNamespaces past, String installation) {

    static Declared read(GitRepository repository, Request request, Problems problems) {
      SourceTree tree = SecretSync.read(repository, request, problems);
      Declarations declarations = Declarations.parse(tree, problems);
      return new Declared(
          declarations,
          Targets.of(declarations, problems),
          PastNamespaces.of(repository.past(tree)),
          SecretSync.installation(repository, request));
    }

    SortedMap<String, Access> needs(Needs.Wishes wishes) {
      return Needs.of(declarations, targets, past, wishes, LockName.of(installation));
    }
  }
}
