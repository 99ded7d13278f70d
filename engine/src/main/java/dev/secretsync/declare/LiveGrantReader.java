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

/**
 * Reads who may have a Secret from the annotations of a live one. Whoever may write a Secret in
 * some cluster writes them, so neither their length nor their words are trusted.
 */
final class LiveGrantReader {
  /** How many unknown names are told one by one. */
  private static final int NAMED = 5;

  /** Many times what selects every cluster of a large fleet by name. */
  private static final int LONGEST_SELECTOR = 64 << 10;

  private final Collection<String> clusters;
  private final List<Grant> grants = new ArrayList<>();
  private final List<Complaint> complaints = new ArrayList<>();
  private boolean malformed;

  LiveGrantReader(Collection<String> clusters) {
    this.clusters = clusters;
  }

  LiveGrants read(Map<String, String> annotations) {
    Optional.ofNullable(annotations.get(GrantReader.NAMES_ANNOTATION)).ifPresent(this::names);
    Optional.ofNullable(annotations.get(GrantReader.SELECTOR_ANNOTATION)).ifPresent(this::selector);
    return new LiveGrants(malformed ? List.of() : grants, malformed, complaints);
  }

  private void names(String text) {
    AllowedNames names = AllowedNames.parse(text);
    names.grant(clusters).ifPresent(grants::add);
    names.lint().ifPresent(lint -> complain(false, GrantReader.NAMES_ANNOTATION, lint));
    List<String> unknown =
        names.clusters().keySet().stream().filter(name -> !clusters.contains(name)).toList();
    unknown.stream()
        .limit(NAMED)
        .forEach(name ->
            complain(true, GrantReader.NAMES_ANNOTATION, GrantLint.unknown(name, clusters)));
    if (unknown.size() > NAMED) {
      complain(
          true,
          GrantReader.NAMES_ANNOTATION,
          new GrantLint(
              "unknown clusters: " + (unknown.size() - NAMED) + " more",
              "declare them with kind Cluster, or remove them"));
    }
  }

  private void selector(String text) {
    if (text.length() > LONGEST_SELECTOR) {
      malformed(
          "longer than " + LONGEST_SELECTOR + " characters", "select the clusters by fewer labels");
      return;
    }
    switch (LabelSelector.parse(text)) {
      case Parsed.Accepted(LabelSelector selector) when selector.isEmpty() ->
          complain(false, GrantReader.SELECTOR_ANNOTATION, GrantLint.nobody("clusters"));
      case Parsed.Accepted(LabelSelector selector) ->
          grants.add(
              new Grant.Selector(
                  selector,
                  "annotation "
                      + GrantReader.SELECTOR_ANNOTATION
                      + " "
                      + Shown.name(selector.toString())));
      case Parsed.Malformed(var _, int column, String summary, String hint) ->
          malformed(summary + " at character " + column, hint);
    }
  }

  private void malformed(String why, String hint) {
    malformed = true;
    complain(
        true, GrantReader.SELECTOR_ANNOTATION, new GrantLint("malformed selector: " + why, hint));
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
