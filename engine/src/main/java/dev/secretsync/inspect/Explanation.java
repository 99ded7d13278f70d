package dev.secretsync.inspect;

import dev.secretsync.cluster.LiveState;
import dev.secretsync.declare.Declarations;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.resolve.Resolution;
import java.util.List;
import java.util.Optional;

/**
 * Why one address is as it is.
 *
 * @param address what was asked about; it need not exist
 * @param state what it is, in the end
 * @param chains the rules that decide, each with what it found
 * @param copies where it is copied to, when it is a source
 * @param planned what the plan says about it
 * @param notes what else is worth knowing, lower case, no full stop
 * @param unknown why nothing can be said about it
 */
public record Explanation(
    SecretAddress address,
    State state,
    List<Chain> chains,
    List<Place> copies,
    List<PlannedChange> planned,
    List<String> notes,
    Optional<Diagnostic> unknown) {
  public Explanation {
    chains = List.copyOf(chains);
    copies = List.copyOf(copies);
    planned = List.copyOf(planned);
    notes = List.copyOf(notes);
  }

  /** What apply would do about it; nothing where the plan does not speak of it. */
  public Action action() {
    return planned.isEmpty() ? Action.NO_OP : planned.getFirst().action();
  }

  /** Whether a diagnostic is about this Secret, its cluster, or one that it is copied to. */
  public boolean concerns(Diagnostic diagnostic) {
    String subject = diagnostic.subject();
    return subject.equals(address.toString())
        || subject.equals(address.cluster())
        || subject.equals(address.cluster() + "/" + address.ref().namespace())
        || copies.stream().anyMatch(copy -> subject.equals(copy.address().toString()))
        || chains.stream().anyMatch(chain -> chain.about().endsWith(" " + subject))
        || unknown.filter(diagnostic::equals).isPresent();
  }

  /** Reads it off a plan and what that was made from; the cluster must be a declared one. */
  public static Explanation of(
      SecretAddress address,
      Plan plan,
      Declarations declared,
      Resolution resolution,
      LiveState live) {
    return new Explaining(address, plan, declared, resolution, live).explanation();
  }
}
