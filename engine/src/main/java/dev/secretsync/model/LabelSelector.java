package dev.secretsync.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which labels are meant: conditions that must all hold (R70, R71). Read as Kubernetes' {@code
 * labels.Parse} reads it, except that {@code >} and {@code <} are refused (R75).
 *
 * <p>A selector without conditions matches everything, as in Kubernetes. Whoever gives out
 * authorizations must ask {@link #isEmpty} first: there, empty means nobody (rules.md T7).
 *
 * @param requirements sorted by key and each once, so that two spellings of one selector are equal
 *     (R79)
 */
public record LabelSelector(List<LabelRequirement> requirements) {
  private static final Comparator<LabelRequirement> ORDER =
      Comparator.comparing(LabelRequirement::key).thenComparing(LabelRequirement::toString);

  public LabelSelector {
    requirements = requirements.stream().distinct().sorted(ORDER).toList();
  }

  /** What came of reading a selector. */
  public sealed interface Parsed {
    /** It could be read. */
    record Accepted(LabelSelector selector) implements Parsed {}

    /**
     * It could not be read; whoever needed it must fail closed (R55).
     *
     * @param path where in the structured form, for example {@code matchExpressions, 0, operator};
     *     empty for the string form
     * @param column in characters from 1 within the string; 1 for the structured form
     * @param summary lower case, no full stop, without any text of the selector
     * @param hint the next step
     */
    record Malformed(List<String> path, int column, String summary, String hint) implements Parsed {
      public Malformed {
        path = List.copyOf(path);
      }
    }
  }

  /**
   * One element of {@code matchExpressions}, as written and not yet checked.
   *
   * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist} (R77)
   */
  public record Expression(String key, String operator, List<String> values) {
    public Expression {
      values = List.copyOf(values);
    }
  }

  /** Reads the string form, for example {@code region in (east, west), !legacy} (R71-R80). */
  public static Parsed parse(String text) {
    return SelectorText.parse(text);
  }

  /** Reads the structured form of Kubernetes (R70); both parts may be empty. */
  public static Parsed of(Map<String, String> matchLabels, List<Expression> matchExpressions) {
    List<LabelRequirement> requirements = new ArrayList<>();
    for (Map.Entry<String, String> label : new TreeMap<>(matchLabels).entrySet()) {
      List<String> path = List.of("matchLabels", label.getKey());
      if (!LabelSyntax.isKey(label.getKey())) {
        return new Parsed.Malformed(path, 1, LabelSyntax.BAD_KEY, LabelSyntax.KEY_HINT);
      }
      if (!LabelSyntax.isValue(label.getValue())) {
        return new Parsed.Malformed(path, 1, LabelSyntax.BAD_VALUE, LabelSyntax.VALUE_HINT);
      }
      requirements.add(
          new LabelRequirement.In(label.getKey(), new TreeSet<>(List.of(label.getValue()))));
    }
    for (int i = 0; i < matchExpressions.size(); i++) {
      switch (requirement(matchExpressions.get(i), String.valueOf(i))) {
        case Parsed.Accepted(LabelSelector one) -> requirements.addAll(one.requirements());
        case Parsed.Malformed malformed -> {
          return malformed;
        }
      }
    }
    return new Parsed.Accepted(new LabelSelector(requirements));
  }

  private static Parsed requirement(Expression written, String index) {
    if (!LabelSyntax.isKey(written.key())) {
      return new Parsed.Malformed(
          List.of("matchExpressions", index, "key"), 1, LabelSyntax.BAD_KEY, LabelSyntax.KEY_HINT);
    }
    for (int i = 0; i < written.values().size(); i++) {
      if (!LabelSyntax.isValue(written.values().get(i))) {
        return new Parsed.Malformed(
            List.of("matchExpressions", index, "values", String.valueOf(i)),
            1,
            LabelSyntax.BAD_VALUE,
            LabelSyntax.VALUE_HINT);
      }
    }
    return switch (written.operator()) {
      case "In", "NotIn" -> setRequirement(written, index);
      case "Exists", "DoesNotExist" -> presence(written, index);
      case "Gt", "Lt" ->
          new Parsed.Malformed(
              List.of("matchExpressions", index, "operator"),
              1,
              "operators Gt and Lt are not supported",
              "use In, NotIn, Exists or DoesNotExist");
      default ->
          new Parsed.Malformed(
              List.of("matchExpressions", index, "operator"),
              1,
              "unknown operator",
              "operators are In, NotIn, Exists and DoesNotExist, written so");
    };
  }

  private static Parsed setRequirement(Expression written, String index) {
    if (written.values().isEmpty()) {
      return new Parsed.Malformed(
          List.of("matchExpressions", index, "values"),
          1,
          "operator " + written.operator() + " needs at least one value",
          "list the values");
    }
    TreeSet<String> values = new TreeSet<>(written.values());
    return accepted(
        written.operator().equals("In")
            ? new LabelRequirement.In(written.key(), values)
            : new LabelRequirement.NotIn(written.key(), values));
  }

  private static Parsed presence(Expression written, String index) {
    if (!written.values().isEmpty()) {
      return new Parsed.Malformed(
          List.of("matchExpressions", index, "values"),
          1,
          "operator " + written.operator() + " takes no values",
          "remove the values, or use In or NotIn");
    }
    return accepted(
        written.operator().equals("Exists")
            ? new LabelRequirement.Exists(written.key())
            : new LabelRequirement.DoesNotExist(written.key()));
  }

  private static Parsed accepted(LabelRequirement requirement) {
    return new Parsed.Accepted(new LabelSelector(List.of(requirement)));
  }

  /** Whether there is no condition at all: matches everything, authorizes nobody (R8, T7). */
  public boolean isEmpty() {
    return requirements.isEmpty();
  }

  /** Whether all conditions hold for {@code labels}. */
  public boolean matches(Map<String, String> labels) {
    // asked millions of times in a large fleet
    for (LabelRequirement requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** The canonical form, which {@link #parse} reads back to an equal selector (R79). */
  @Override
  public String toString() {
    return requirements.stream().map(Object::toString).collect(Collectors.joining(","));
  }
}
