package dev.secretsync.report;

import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;

/**
 * What is said of a result in one line, in the same words in every format.
 *
 * @param first the sentence that matters
 * @param rest what follows it; may be empty
 */
public record ResultWords(Verdict verdict, String first, String rest) {
  /** How a run ended, for those who colour it. */
  public enum Verdict {
    NOTHING,
    REFUSED,
    COMPLETE,
    /** Complete but for what could not be read. */
    COMPLETE_WHERE_READ,
    INCOMPLETE
  }

  /** All of it in one line. */
  public static ResultWords of(Result result) {
    if (result.changes().isEmpty() && result.complete()) {
      return result.plan().applyable()
          ? new ResultWords(Verdict.NOTHING, "Nothing to apply" + scope(result) + ".", "")
          : new ResultWords(Verdict.REFUSED, "Nothing was applied.", "");
    }
    if (result.finished()) {
      return new ResultWords(
          result.plan().complete() ? Verdict.COMPLETE : Verdict.COMPLETE_WHERE_READ,
          "Apply complete" + scope(result) + ".",
          numbers(result));
    }
    return new ResultWords(
        Verdict.INCOMPLETE,
        "Apply incomplete.",
        numbers(result)
            + (result.count(Outcome.STALE) == 0
                ? " Run apply again to finish the rest."
                : " What is stale needs a new plan."));
  }

  private static String numbers(Result result) {
    int stale = result.count(Outcome.STALE);
    return result.count(Outcome.APPLIED)
        + " applied, "
        + result.count(Outcome.ALREADY)
        + " already, "
        + result.count(Outcome.FAILED)
        + " failed, "
        + result.count(Outcome.CONFLICT)
        + " in conflict, "
        + (stale == 0 ? "" : stale + " stale, ")
        + result.count(Outcome.SKIPPED)
        + " skipped.";
  }

  /** What a verdict is about: of what could not be read, nobody knows what there is to do. */
  public static String scope(Result result) {
    return result.plan().complete() ? "" : " in what could be read";
  }

  @Override
  public String toString() {
    return rest.isEmpty() ? first : first + " " + rest;
  }
}
