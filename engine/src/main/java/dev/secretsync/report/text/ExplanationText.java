package dev.secretsync.report.text;

import dev.secretsync.diff.Difference;
import dev.secretsync.inspect.Chain;
import dev.secretsync.inspect.Explanation;
import dev.secretsync.inspect.Place;
import dev.secretsync.inspect.State;
import dev.secretsync.model.Check;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Why one Secret is as it is, for people: every rule that decides, with a mark and in words. */
public final class ExplanationText {
  private static final String NOTHING = "nothing is written to it";
  private static final int RULE_WIDTH = 8;
  private final Style style;

  public ExplanationText(Style style) {
    this.style = style;
  }

  /** Writes it. */
  public void write(Explanation explanation, PrintWriter out) {
    out.println(
        style.bold(Shown.name(explanation.address().toString()))
            + " "
            + explanation.state().words());
    explanation.unknown().ifPresent(why -> unknown(why, out));
    explanation.chains().forEach(chain -> chain(chain, out));
    copies(explanation.copies(), out);
    explanation.notes().forEach(note -> out.println("  note: " + Shown.name(note)));
    if (explanation.planned().isEmpty() && explanation.state() != State.UNKNOWN) {
      out.println("  plan: " + NOTHING);
    }
    explanation.planned().forEach(change -> planned(change, explanation.address(), out));
    out.flush();
  }

  private void unknown(Diagnostic why, PrintWriter out) {
    out.println(style.magenta("  ?") + " " + Shown.name(why.subject() + ": " + why.summary()));
    if (!why.hint().isEmpty()) {
      out.println("    " + Shown.name(why.hint()));
    }
  }

  private void chain(Chain chain, PrintWriter out) {
    String indent = chain.about().isEmpty() ? "  " : "    ";
    if (!chain.about().isEmpty()) {
      out.println("  " + Shown.name(chain.about()));
    }
    chain.checks().forEach(check -> out.println(indent + line(check)));
  }

  private String line(Check check) {
    String mark = check.passed() ? style.green("✓") : style.boldRed("✗");
    String rule = check.rule() + " ".repeat(Math.max(1, RULE_WIDTH - check.rule().length()));
    return mark + " " + rule + Shown.name(check.words());
  }

  private static void copies(List<Place> copies, PrintWriter out) {
    if (copies.isEmpty()) {
      return;
    }
    out.println("  copies");
    int address = copies.stream().mapToInt(p -> address(p).length()).max().orElse(0);
    int standing = copies.stream().mapToInt(p -> p.standing().words().length()).max().orElse(0);
    for (Place copy : copies) {
      String allowed =
          copy.reasons().stream().map(Shown::name).collect(Collectors.joining(" and "));
      out.println(
          ("    "
                  + padded(address(copy), address)
                  + padded(copy.standing().words(), standing)
                  + (allowed.isEmpty() ? "" : "allowed by " + allowed))
              .stripTrailing());
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length()) + "   ";
  }

  private static String address(Place place) {
    return Shown.name(place.address().toString());
  }

  private static void planned(PlannedChange change, SecretAddress about, PrintWriter out) {
    out.println(
        "  plan: "
            + (change.movedFrom().filter(about::equals).isPresent()
                ? "it will be moved away"
                : words(change)));
    change
        .findings()
        .forEach(finding ->
            out.println(
                "    "
                    + finding.code().id()
                    + " "
                    + Shown.name(finding.by())
                    + ": "
                    + Shown.name(finding.reason())));
  }

  private static String words(PlannedChange change) {
    if (change.difference() instanceof Difference.NotCollected offer) {
      return "it does not get to "
          + Shown.name(offer.wanted().toString())
          + offer
              .owner()
              .map(owner -> ", which belongs to " + Shown.name(owner))
              .orElse(", a rule denies it");
    }
    return change.difference() instanceof Difference.Itself ? NOTHING : words(change.action());
  }

  private static String words(Action action) {
    return switch (action) {
      case CREATE -> "it will be created";
      case ADOPT -> "it will be adopted";
      case UPDATE -> "it will be updated in-place";
      case REPLACE -> "it must be replaced";
      case MOVE -> "it will be moved here";
      case DELETE -> "it will be destroyed";
      case RELEASE -> "it will be released and will not be destroyed";
      case NO_OP -> "no changes";
      case CONFLICT -> "a conflict, nothing is written";
      case DENIED -> "a rule denies it, nothing is written";
      case STALE -> "other than what was reviewed, nothing is written";
      case UNKNOWN -> "unknown, nothing is written";
    };
  }
}
