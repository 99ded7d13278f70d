package dev.secretsync;

import dev.secretsync.apply.Apply;
import dev.secretsync.apply.Conduct;
import dev.secretsync.apply.Result;
import dev.secretsync.argocd.ArgoCdSecrets;
import dev.secretsync.cluster.ClusterOpener;
import dev.secretsync.cluster.Fleet;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.crypt.KeyRing;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.PastNamespaces;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.EncryptedFiles;
import dev.secretsync.desired.FileRecipients;
import dev.secretsync.desired.InputFiles;
import dev.secretsync.desired.Installation;
import dev.secretsync.desired.LastApplied;
import dev.secretsync.desired.Scope;
import dev.secretsync.desired.Targets;
import dev.secretsync.diff.Differences;
import dev.secretsync.kargo.KargoSecrets;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Progress;
import dev.secretsync.model.Running;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Bounds;
import dev.secretsync.plan.Plan;
import dev.secretsync.policy.Policy;
import dev.secretsync.policy.Refusals;
import dev.secretsync.resolve.Identities;
import dev.secretsync.resolve.Resolution;
import dev.secretsync.source.SourceTree;
import dev.secretsync.source.git.GitRepository;
import dev.secretsync.trust.Trusted;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Start reading here. The main path, one call per stage:
 *
 * <ol>
 *   <li>read the files of a <b>revision</b> from Git;
 *   <li>read the <b>declarations</b> in them, and stop if any is wrong;
 *   <li>let <b>policy</b> judge what they declare, and never open what it refuses;
 *   <li>decrypt them into the <b>desired</b> state of every cluster, and meanwhile
 *   <li>read the <b>live</b> state of every cluster;
 *   <li><b>resolve</b> what clusters offer: it is desired in control planes and other clusters too;
 *   <li>list the <b>differences</b>; from here on nothing can hold a value;
 *   <li>let <b>policy</b> judge these too: that is the <b>plan</b>;
 *   <li><b>apply</b> the plan; {@code report} shows what came out.
 * </ol>
 */
public final class SecretSync {
  private final KeyRing keys;
  private final Function<Optional<Path>, ClusterOpener> clusters;
  private final Progress progress;

  /**
   * @param keys the runner's identities, read only when a file has to be opened
   * @param clusters the runner's clusters, given the work tree that no kubeconfig may lie in
   * @param progress told how far a long run is
   */
  public SecretSync(
      KeyRing keys, Function<Optional<Path>, ClusterOpener> clusters, Progress progress) {
    this.keys = keys;
    this.clusters = clusters;
    this.progress = progress;
  }

  /**
   * Compares Git with the fleet; writes nothing.
   *
   * @throws dev.secretsync.model.RefusedException with every problem, when the declarations cannot
   *     be used
   */
  public Planned plan(Request request) {
    Problems problems = new Problems();
    try (GitRepository repository = GitRepository.open(request.path())) {
      SourceTree tree = read(repository, request, problems);
      Declarations declared = Declarations.parse(tree, problems);
      Targets targets = Targets.of(declared, problems);
      EncryptedFiles files = EncryptedFiles.of(declared, problems);
      ArgoCdSecrets.checkDeclared(declared, problems);
      KargoSecrets.checkDeclared(declared, problems);
      problems.refuseErrors();
      Trusted trusted = trusted(repository, request, tree, declared, files.recipients(), problems);
      problems.refuseErrors();
      Policy policy = Policy.of(trusted.policies(), trusted.clusters(), trusted.source());
      Refusals refused = Refusals.of(policy, declared, targets, files.recipients());

      Scope scope = Scope.of(declared, PastNamespaces.of(repository.past(tree)));
      Fleet fleet = Fleet.open(scope.contexts(), clusters.apply(repository.workTree()));
      problems.addAll(fleet.warnings());
      View view = View.of(request.shard(), declared, scope);
      Future<LiveState> reading = fleet.observe(view.first(), progress);
      try {
        DesiredState fromGit =
            DesiredState.of(
                declared,
                targets,
                scope,
                tree,
                files.open(targets, refused.files(), keys),
                installation(repository, request),
                problems);
        ArgoCdSecrets.checkValues(fromGit, problems);
        KargoSecrets.checkValues(fromGit, problems);
        problems.refuseErrors();
        LiveState seen = Running.result(reading);
        if (!view.suffices(seen, fromGit)) {
          seen = View.together(seen, Running.result(fleet.observe(view.rest(), progress)));
        }
        LiveState live = Identities.verified(fromGit, trusted.pins(), seen);
        Resolution resolution = Resolution.of(declared, fromGit, live);
        DesiredState desired = resolution.desired();
        ArgoCdSecrets.check(desired, problems);
        KargoSecrets.check(desired, problems);
        DesiredState planned = desired.in(view.clusters());
        Differences differences =
            Differences.between(planned, live, lastApplied(repository, planned, live));
        InputFiles inputs = InputFiles.of(declared, tree);
        Policy judge = policy.having(refused).taking(inputs::taking);
        Plan plan = Plan.of(differences, judge, trusted.changes(), problems.all()).boundTo(inputs);
        return new Planned(view.of(plan), policy, declared, resolution, live, fleet);
      } catch (RuntimeException e) {
        fleet.close();
        throw e;
      }
    }
  }

  /**
   * Writes what the plan says, and nothing else.
   *
   * @param conduct how to go about it
   */
  public Result apply(Planned planned, Conduct conduct) {
    return new Apply(planned.fleet().clusters(), conduct, progress)
        .run(planned.plan(), planned.resolution().desired(), planned.live());
  }

  /**
   * What of a new plan is within one that was reviewed.
   *
   * @param reviewed what somebody agreed to
   * @param now what would be done today
   * @param live what was seen when {@code now} was made
   * @param allOrNothing whether one deviation anywhere keeps everything from being written
   * @throws dev.secretsync.model.RefusedException when they are not about the same fleet under the
   *     same rules
   */
  public static Bounds bounds(Plan reviewed, Plan now, LiveState live, boolean allOrNothing) {
    return Bounds.of(reviewed, now, address -> presence(live, address), allOrNothing);
  }

  private static Bounds.Presence presence(LiveState live, SecretAddress address) {
    if (!live.sees(address)) {
      return Bounds.Presence.UNKNOWN;
    }
    return live.find(address).filter(secret -> !secret.terminating()).isPresent()
        ? Bounds.Presence.THERE
        : Bounds.Presence.GONE;
  }

  /**
   * Writes what a reviewed plan says and a new one still does.
   *
   * @param planned the new one
   * @param bounds what of it was reviewed
   */
  public Result apply(Planned planned, Bounds bounds, Conduct conduct) {
    return apply(planned.within(bounds), conduct).of(bounds);
  }

  private static Trusted trusted(
      GitRepository repository,
      Request request,
      SourceTree tree,
      Declarations declared,
      SortedMap<String, FileRecipients> recipients,
      Problems problems) {
    if (request.trustRef().isEmpty()) {
      return Trusted.itself(declared, tree);
    }
    Problems found = new Problems();
    String ref = request.trustRef().get();
    SourceTree trusted = repository.readTrusted(ref, found);
    return Trusted.at(ref, trusted, found, tree, declared, recipients, problems);
  }

  private LastApplied lastApplied(GitRepository repository, DesiredState desired, LiveState live) {
    return LastApplied.of(
        desired,
        live.lastWrites(desired.installation()),
        write -> repository.blob(write.file(), write.blob()),
        repository::find,
        keys);
  }

  /** The files that a request is about. */
  static SourceTree read(GitRepository repository, Request request, Problems problems) {
    return request.uncommitted()
        ? repository.readWorktree(problems)
        : repository.read(request.revision(), problems);
  }

  /** Whose objects a request is about. */
  static String installation(GitRepository repository, Request request) {
    return request
        .installation()
        .orElseGet(() -> Installation.of(repository.remote(), repository.pathInRepository()));
  }
}
