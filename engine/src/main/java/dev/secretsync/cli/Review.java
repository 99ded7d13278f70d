package dev.secretsync.cli;

import dev.secretsync.Planned;
import dev.secretsync.SecretSync;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.Shard;
import dev.secretsync.plan.Acknowledgement;
import dev.secretsync.plan.Bounds;
import dev.secretsync.plan.Part;
import dev.secretsync.plan.Plan;
import dev.secretsync.policy.Guard;
import dev.secretsync.report.ReviewedPlan;
import dev.secretsync.report.Shown;
import dev.secretsync.saved.SavedPlan;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The saved plan of {@code secretsync apply FILE}, which bounds what is planned anew. Nobody is
 * asked any more: the saved plan is what was agreed to.
 */
final class Review {
  private static final List<Flag> ABOUT_A_FILE =
      List.of(Flag.ALL_OR_NOTHING, Flag.REQUIRE_SIGNED_BY);

  private final Invocation invocation;
  private final SavedPlan saved;

  private Review(Invocation invocation, SavedPlan saved) {
    this.invocation = invocation;
    this.saved = saved;
  }

  /**
   * The saved plan, where the first argument is a file; a repository is a folder.
   *
   * @throws RefusedException when it may not be applied, before any cluster was looked at
   */
  static Optional<Review> of(Invocation invocation) {
    List<String> arguments = invocation.line().getArgList();
    Optional<Path> file = arguments.stream().findFirst().flatMap(Review::file);
    if (file.isEmpty() && arguments.size() > 1) {
      throw Invocation.usage(
          "there is no saved plan " + arguments.getFirst(), "make one with plan --out");
    }
    if (file.isEmpty() && arguments.stream().anyMatch(Review::isNothing)) {
      throw Invocation.usage(
          "there is neither a saved plan nor a repository " + arguments.getFirst(),
          "make a plan with plan --out, or name the folder of a repository");
    }
    if (file.isEmpty()) {
      ABOUT_A_FILE.stream()
          .filter(invocation::has)
          .findFirst()
          .ifPresent(flag -> {
            throw Invocation.usage(
                "--" + flag.longName() + " is about a saved plan, and none was given",
                "give FILE before PATH");
          });
    }
    return file.map(path -> new Review(invocation, read(path, invocation)));
  }

  private static Optional<Path> file(String argument) {
    try {
      return Optional.of(Path.of(argument)).filter(Files::isRegularFile);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static boolean isNothing(String argument) {
    try {
      return Files.notExists(Path.of(argument));
    } catch (InvalidPathException _) {
      return true;
    }
  }

  private static SavedPlan read(Path file, Invocation invocation) {
    if (invocation.has(Flag.AUTO_APPROVE)) {
      throw Invocation.usage(
          "a saved plan needs no approval, and --auto-approve was given", "leave it out");
    }
    SavedPlan saved = ShowCommand.read(file, invocation);
    if (saved.expiredAt(invocation.clock().instant())) {
      throw new RefusedException(
          Diagnostic.error(
              Code.PLAN_EXPIRED,
              file.toString(),
              "was valid until " + Shown.time(saved.expires()) + "; nothing was written",
              "run plan again and have the new plan reviewed"));
    }
    return saved;
  }

  /**
   * The part of the fleet that is applied: one of a plan of the whole fleet, or the one that the
   * plan is about.
   *
   * @param asked what was asked for
   */
  Optional<Shard> narrowed(Optional<Shard> asked) {
    Optional<Shard> about = saved.plan().part().map(Part::shard);
    if (about.isPresent() && asked.isPresent() && !about.equals(asked)) {
      throw Invocation.usage(
          "the saved plan is about shard " + about.get() + ", and asked for is " + asked.get(),
          "name the plan of that shard, or the one that plan merge made of all");
    }
    return about.or(() -> asked);
  }

  /** What of a new plan it allows. Of other parts of the fleet than that is about, nothing. */
  Bounds bounds(Planned planned) {
    Plan reviewed = saved.plan();
    return SecretSync.bounds(
        planned
            .plan()
            .part()
            .filter(_ -> reviewed.part().isEmpty())
            .map(part -> reviewed.of(part.shard(), fleet(reviewed, part)))
            .orElse(reviewed),
        planned.plan(),
        planned.live(),
        invocation.has(Flag.ALL_OR_NOTHING));
  }

  /** Also clusters that are no longer declared: what was reviewed for them is no longer so. */
  private static SortedSet<String> fleet(Plan reviewed, Part now) {
    SortedSet<String> fleet = new TreeSet<>(now.fleet());
    fleet.addAll(reviewed.clusters().keySet());
    return fleet;
  }

  /**
   * What had to be said about guards and was not. The numbers are those of what will be written, or
   * those that were reviewed: a second run has less to do and is called in the same way.
   */
  List<Diagnostic> unsaid(Acknowledgement said, Plan bounded) {
    boolean saidOfReviewed =
        said.refusals(saved.plan()).isEmpty()
            && tripped(saved.plan()).containsAll(tripped(bounded));
    return saidOfReviewed ? List.of() : said.refusals(bounded);
  }

  private static Set<Tripped> tripped(Plan plan) {
    return plan.guards().stream()
        .filter(Guard::tripped)
        .map(guard -> new Tripped(guard.kind(), guard.cluster()))
        .collect(Collectors.toSet());
  }

  /** Which guard, whatever it counted. */
  private record Tripped(Guard.Kind kind, String cluster) {}

  /** What the record of the run says about it. */
  ReviewedPlan recorded() {
    return new ReviewedPlan(
        saved.plan().revision().commit(),
        saved.run().now(),
        saved.expires(),
        saved.verified() ? saved.signer() : Optional.empty());
  }

  /** What is said before anything else. */
  String words() {
    return "Reviewed: the plan of commit "
        + saved.plan().revision().shortCommit()
        + ", made "
        + Shown.time(saved.run().now())
        + ". Nothing beyond it is written.";
  }
}
