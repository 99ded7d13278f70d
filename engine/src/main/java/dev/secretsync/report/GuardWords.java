package dev.secretsync.report;

import dev.secretsync.model.SourceLocation;
import dev.secretsync.policy.Guard;
import java.util.Locale;

/** What is said of a guard, in the same words in every format. */
public final class GuardWords {
  private GuardWords() {}

  /** What it held, without what it asks for. */
  public static String words(Guard guard) {
    return Shown.name(guard.cluster())
        + switch (guard.kind()) {
          case EMPTY -> " is left with nothing that Git declares";
          case PROTECTED -> " is protected" + place(guard);
          case DELETES -> " deletes " + counted(guard);
          case CHANGES -> " changes " + counted(guard);
        };
  }

  private static String counted(Guard guard) {
    return guard.count()
        + " of "
        + guard.of()
        + " ("
        + share(guard)
        + "limit "
        + guard.limit()
        + place(guard)
        + ")";
  }

  private static String place(Guard guard) {
    return guard.at().map(SourceLocation::toString).map(at -> " by " + Shown.name(at)).orElse("");
  }

  /** Adoptions change what is not managed yet, so that there may be nothing to have a share of. */
  private static String share(Guard guard) {
    return guard.of() == 0
        ? ""
        : String.format(Locale.ROOT, "%.1f %%, ", 100.0 * guard.count() / guard.of());
  }
}
