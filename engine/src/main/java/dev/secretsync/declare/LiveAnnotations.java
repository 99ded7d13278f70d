package dev.secretsync.declare;

import dev.secretsync.declare.LiveGrants.Complaint;
import dev.secretsync.model.Code;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.LabelSelector.Parsed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads authorizations from the annotations of a live Secret, and keeps what is wrong with them.
 * Whoever may write a Secret in some cluster writes them, so neither their length nor their words
 * are trusted.
 */
final class LiveAnnotations {
  /** How many bad names are told one by one. */
  private static final int NAMED = 5;

  /** Many times what selects everything of a large fleet by name. */
  private static final int LONGEST_SELECTOR = 64 << 10;

  private final Map<String, String> annotations;
  private final String what;
  private final List<Complaint> complaints = new ArrayList<>();
  private boolean malformed;

  /**
   * @param what is authorized, in the plural
   */
  LiveAnnotations(Map<String, String> annotations, String what) {
    this.annotations = annotations;
    this.what = what;
  }

  /** Names by commas; nothing where the annotation is not there. */
  Optional<AllowedNames> names(String annotation) {
    return Optional.ofNullable(annotations.get(annotation)).map(AllowedNames::parse);
  }

  /** A selector; nothing where it is not there, is empty (R50), or cannot be read (R55). */
  Optional<LabelSelector> selector(String annotation) {
    String text = annotations.get(annotation);
    if (text == null) {
      return Optional.empty();
    }
    if (text.length() > LONGEST_SELECTOR) {
      malformed(
          annotation,
          "longer than " + LONGEST_SELECTOR + " characters",
          "select the " + what + " by fewer labels");
      return Optional.empty();
    }
    return switch (LabelSelector.parse(text)) {
      case Parsed.Accepted(LabelSelector selector) when selector.isEmpty() -> {
        hint(annotation, GrantLint.nobody(what));
        yield Optional.empty();
      }
      case Parsed.Accepted(LabelSelector selector) -> Optional.of(selector);
      case Parsed.Malformed(var _, int column, String summary, String hint) -> {
        malformed(annotation, summary + " at character " + column, hint);
        yield Optional.empty();
      }
    };
  }

  /** Says that names are wrong, the first ones each. */
  void bad(
      String annotation,
      Collection<String> names,
      Function<String, GrantLint> why,
      GrantLint more) {
    names.stream().limit(NAMED).forEach(name -> complain(true, annotation, why.apply(name)));
    if (names.size() > NAMED) {
      complain(
          true,
          annotation,
          new GrantLint(more.summary() + ": " + (names.size() - NAMED) + " more", more.hint()));
    }
  }

  void hint(String annotation, GrantLint lint) {
    complain(false, annotation, lint);
  }

  boolean isMalformed() {
    return malformed;
  }

  List<Complaint> complaints() {
    return complaints;
  }

  private void malformed(String annotation, String why, String hint) {
    malformed = true;
    complain(true, annotation, new GrantLint("malformed selector: " + why, hint));
  }

  private void complain(boolean error, String annotation, GrantLint lint) {
    complaints.add(
        new Complaint(
            Code.OFFER_AUTHORIZATION,
            error,
            "annotation " + annotation + ": " + lint.summary(),
            lint.hint()));
  }
}
