package dev.secretsync.report.markdown;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Subject;
import dev.secretsync.diff.Writer;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.report.PlanWords;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lines of one change in a fenced diff, where GitHub colours {@code +}, {@code -} and {@code
 * !}; what is changed in place is an exclamation mark there (cli.md 2.2).
 */
public final class ChangeMarkdown {
  private static final int FIELDS = 50;

  private ChangeMarkdown() {}

  /** Whether a reader has to see it before anything else. */
  static boolean isUrgent(PlannedChange change) {
    Action action = change.action();
    return action.isDestructive()
        || action == Action.DENIED
        || action == Action.CONFLICT
        || action == Action.STALE;
  }

  /** Its lines; of what is destroyed or refused one alone, that says why. */
  static String block(PlannedChange change) {
    List<String> fields = isUrgent(change) ? List.of() : fields(change.difference()).toList();
    String more =
        fields.size() > FIELDS ? "      … " + (fields.size() - FIELDS) + " more fields\n" : "";
    return headline(change) + fields.stream().limit(FIELDS).collect(Collectors.joining()) + more;
  }

  private static String headline(PlannedChange change) {
    return symbol(change.action())
        + " "
        + MarkdownText.line(change.address().toString())
        + "   "
        + MarkdownText.line(PlanWords.headline(change))
        + "\n";
  }

  private static String symbol(Action action) {
    return switch (action) {
      case CREATE -> "+  ";
      case ADOPT, UPDATE, DENIED, CONFLICT, STALE -> "!  ";
      case REPLACE, MOVE -> "-/+";
      case DELETE -> "-  ";
      case RELEASE -> ".  ";
      case NO_OP -> "   ";
      case UNKNOWN -> "?  ";
    };
  }

  private static Stream<String> fields(Difference difference) {
    return switch (difference) {
      case Difference.Missing d -> added(d.subject());
      case Difference.Moved d -> added(d.subject());
      case Difference.Changed d -> d.changes().stream().map(field -> field(field, d.subject()));
      case Difference.Unchangeable d ->
          d.changes().stream().map(field -> field(field, d.subject()));
      case Difference.Orphaned d -> d.fields().stream().map(field -> line("-", field, ""));
      case Difference.Same d -> Stream.of();
      case Difference.Foreign d -> Stream.of();
      case Difference.NotCollected d -> Stream.of();
      case Difference.Released d -> Stream.of();
      case Difference.Itself d -> Stream.of();
      case Difference.Unknown d -> Stream.of();
    };
  }

  private static Stream<String> added(Subject subject) {
    return subject.fields().stream().map(field -> line("+", field, ""));
  }

  private static String field(FieldChange change, Subject subject) {
    String note =
        switch (change.cause()) {
          case GIT -> "";
          case LIVE -> drift(change);
          case BOTH -> drift(change) + ", and " + PlanWords.desiredSide(subject.origin());
        };
    return switch (change.kind()) {
      case ADD -> line("+", change.field(), note);
      case CHANGE -> line("!", change.field(), note);
      case REMOVE -> line("-", change.field(), note);
    };
  }

  private static String drift(FieldChange change) {
    return "drift" + change.by().map(Writer::manager).map(by -> " by " + by).orElse("");
  }

  private static String line(String symbol, String field, String note) {
    String value =
        !field.startsWith("data.")
            ? ""
            : symbol.equals("!") ? "   (sensitive value, changed)" : "   (sensitive value)";
    return symbol
        + "     "
        + MarkdownText.line(field)
        + value
        + (note.isEmpty() ? "" : "   " + MarkdownText.line(note))
        + "\n";
  }
}
