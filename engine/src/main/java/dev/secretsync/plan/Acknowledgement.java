package dev.secretsync.plan;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.policy.Guard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What somebody said, with exact numbers, about what a plan would do. A number is about all
 * clusters together and must be the plan's: another one means that the plan is not what was looked
 * at.
 *
 * @param deletes how many Secrets may be destroyed
 * @param changes how many live Secrets may be changed
 * @param emptied clusters that Git may leave with nothing
 */
public record Acknowledgement(OptionalInt deletes, OptionalInt changes, SortedSet<String> emptied) {
  public Acknowledgement {
    emptied = Collections.unmodifiableSortedSet(new TreeSet<>(emptied));
  }

  /** Nothing was said. */
  public static Acknowledgement none() {
    return new Acknowledgement(
        OptionalInt.empty(), OptionalInt.empty(), Collections.emptySortedSet());
  }

  /** One error for everything in {@code plan} that had to be said and was not, or wrongly. */
  public List<Diagnostic> refusals(Plan plan) {
    List<Diagnostic> refusals = new ArrayList<>();
    int destroyed = plan.count(Action::isDestructive);
    int changed = plan.count(Action::changesLive);
    miscounted("--accept-deletes", deletes, destroyed, "destroys").ifPresent(refusals::add);
    miscounted("--accept-changes", changes, changed, "changes").ifPresent(refusals::add);
    plan.guards().stream()
        .filter(Guard::tripped)
        .filter(guard ->
            switch (guard.kind()) {
              case EMPTY -> !emptied.contains(guard.cluster());
              case PROTECTED, DELETES -> !says(deletes, destroyed);
              case CHANGES -> !says(changes, changed);
            })
        .map(guard -> refusal(guard, needs(guard, plan)))
        .forEach(refusals::add);
    return refusals;
  }

  /** The flag, with its value, that acknowledges {@code guard} in {@code plan}. */
  public static String needs(Guard guard, Plan plan) {
    return switch (guard.kind()) {
      case EMPTY -> "--allow-empty " + guard.cluster();
      case PROTECTED, DELETES -> "--accept-deletes " + plan.count(Action::isDestructive);
      case CHANGES -> "--accept-changes " + plan.count(Action::changesLive);
    };
  }

  private static boolean says(OptionalInt said, int actual) {
    return said.isPresent() && said.getAsInt() == actual;
  }

  /** Where there is nothing, as after a run that finished, any number has been satisfied. */
  private static Optional<Diagnostic> miscounted(
      String flag, OptionalInt said, int actual, String does) {
    return said.isEmpty() || actual == 0 || says(said, actual)
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                Code.GUARD,
                "plan",
                flag
                    + " "
                    + said.getAsInt()
                    + " was given, and the plan "
                    + does
                    + " "
                    + (actual == 1 ? "1 Secret" : actual + " Secrets"),
                "look at the plan again; if it is meant, give " + flag + " " + actual));
  }

  private static Diagnostic refusal(Guard guard, String flag) {
    String hint = "if it is meant, give " + flag;
    return guard
        .at()
        .map(at ->
            Diagnostic.error(
                Code.GUARD, at, "cluster " + guard.cluster() + ": " + words(guard), hint))
        .orElseGet(() -> Diagnostic.error(Code.GUARD, guard.cluster(), words(guard), hint));
  }

  private static String words(Guard guard) {
    String many = guard.count() + " of " + guard.of() + " Secrets would be ";
    String limit = ", the limit is " + guard.limit();
    return switch (guard.kind()) {
      case EMPTY -> "Git declares nothing for it any more, and " + many + "destroyed";
      case PROTECTED -> "it is protected, and " + many + "destroyed";
      case DELETES -> many + "destroyed" + limit;
      case CHANGES -> many + "changed" + limit;
    };
  }
}
