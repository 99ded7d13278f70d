package dev.secretsync.report;

import dev.secretsync.offline.Field;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.offline.Refusal;
import dev.secretsync.offline.SecretChange;
import dev.secretsync.offline.TargetChange.Fate;
import java.util.ArrayList;
import java.util.List;

/**
 * An offline plan in numbers: places of the fleet, except where it says otherwise.
 *
 * @param managed places that are newly managed
 * @param changed places whose declaration says something else, or that another declaration has now
 * @param left places that are no longer managed
 * @param moved Secrets with another name or namespace
 * @param unknown places of which Git cannot be read
 * @param elsewhere declarations that only moved to another file
 * @param reached places that are newly reached by a declaration that is not new
 * @param trust changes of trust
 * @param others changed declarations that are no Secrets
 * @param denied refusals that are certain
 * @param mayBeDenied refusals that depend on clusters
 * @param rewritten whether any ciphertext changed
 */
public record OfflineTotals(
    int managed,
    int changed,
    int left,
    int moved,
    int unknown,
    int elsewhere,
    int reached,
    int trust,
    int others,
    int denied,
    int mayBeDenied,
    boolean rewritten) {

  /** Counts what a commit changes in Git. */
  public static OfflineTotals of(OfflinePlan plan) {
    int denied = (int) plan.refusals().stream().filter(Refusal::isCertain).count();
    return new OfflineTotals(
        plan.count(Fate.MANAGED),
        plan.count(Fate.CHANGED) + plan.count(Fate.TAKEN),
        plan.count(Fate.LEFT),
        plan.count(Fate.MOVED),
        plan.count(Fate.UNKNOWN),
        (int)
            plan.secrets().stream()
                .filter(secret -> secret.kind() == SecretChange.Kind.ELSEWHERE)
                .count(),
        plan.reached().size(),
        plan.trust().size(),
        plan.others().size(),
        denied,
        plan.refusals().size() - denied,
        plan.secrets().stream()
            .flatMap(secret -> secret.fields().stream())
            .anyMatch(OfflineTotals::isCiphertext));
  }

  private static boolean isCiphertext(Field field) {
    return field.name().startsWith("data.") && field.words().startsWith("(ciphertext");
  }

  /** The line that people and scripts look for. */
  public String line() {
    return "Offline plan: " + words() + ".";
  }

  /** Without a full stop, for the middle of a sentence. */
  public String words() {
    return managed
        + " newly managed, "
        + changed
        + " changed, "
        + left
        + " no longer managed"
        + (moved == 0 ? "" : ", " + moved + " moved");
  }

  /** What is to be known besides; empty where there is nothing. */
  public List<String> extras() {
    List<String> parts = new ArrayList<>();
    if (trust > 0) {
      parts.add(Shown.count(trust, "change") + " of trust");
    }
    if (reached > 0) {
      parts.add(reached + " newly reached");
    }
    if (denied > 0) {
      parts.add(denied + " denied");
    }
    if (mayBeDenied > 0) {
      parts.add(mayBeDenied + " may be denied");
    }
    if (others > 0) {
      parts.add(Shown.count(others, "other declaration") + " changed");
    }
    if (elsewhere > 0) {
      parts.add(Shown.count(elsewhere, "declaration") + " in another file");
    }
    if (unknown > 0) {
      parts.add(unknown + " unknown");
    }
    return parts;
  }
}
