package dev.secretsync.declare;

import dev.secretsync.declare.PolicyDeclaration.Effect;
import dev.secretsync.declare.PolicyDeclaration.IgnoredDrift;
import dev.secretsync.declare.PolicyDeclaration.Limit;
import dev.secretsync.declare.PolicyDeclaration.Match;
import dev.secretsync.declare.PolicyDeclaration.Protected;
import dev.secretsync.declare.PolicyDeclaration.Recipients;
import dev.secretsync.declare.PolicyDeclaration.Rule;
import dev.secretsync.declare.PolicyDeclaration.Wave;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.SourceLocation;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads the {@code spec} of a Policy; what it cannot read, the schema reports. */
final class PolicyFields {
  private final Fields spec;
  private final SelectorReader selectors;

  PolicyFields(Fields spec, SelectorReader selectors) {
    this.spec = spec;
    this.selectors = selectors;
  }

  PolicyDeclaration read(String name, SourceLocation at) {
    return new PolicyDeclaration(
        name,
        spec.elements("rules").stream().map(Fields::of).flatMap(this::rule).toList(),
        spec.at("limits").get("deletes").map(Fields::of).map(PolicyFields::limit),
        spec.at("limits").get("changes").map(Fields::of).map(PolicyFields::limit),
        spec.elements("recipients").stream()
            .map(Fields::of)
            .map(one ->
                new Recipients(
                    texts(one, "paths"), texts(one, "require"), texts(one, "allow"), one.place()))
            .toList(),
        spec.at("protected")
            .get("clusters")
            .flatMap(selectors::read)
            .map(clusters -> new Protected(clusters, spec.place("protected"))),
        spec.at("rollout").elements("waves").stream().map(Fields::of).flatMap(this::wave).toList(),
        spec.elements("ignoreDrift").stream().map(Fields::of).flatMap(this::ignored).toList(),
        at);
  }

  /** A rule with a selector that cannot be read would match too much, and is an error anyway. */
  private Stream<Rule> rule(Fields rule) {
    Fields match = rule.at("match");
    Optional<LabelSelector> clusters = match.get("clusters").flatMap(selectors::read);
    Optional<LabelSelector> labels = match.get("labels").flatMap(selectors::read);
    Optional<Effect> effect =
        rule.text("effect")
            .flatMap(text ->
                text.equals("deny")
                    ? Optional.of(Effect.DENY)
                    : text.equals("allow") ? Optional.of(Effect.ALLOW) : Optional.empty());
    return effect.stream()
        .map(e ->
            new Rule(
                rule.text("name").orElse(""),
                e,
                new Match(
                    clusters,
                    texts(match, "namespaces"),
                    texts(match, "names"),
                    texts(match, "types"),
                    labels,
                    texts(match, "keys"),
                    texts(match, "actions"),
                    texts(match, "owners"),
                    texts(match, "paths")),
                rule.text("reason"),
                rule.place()));
  }

  /** As with rules, a selector that cannot be read would match too much. */
  private Stream<IgnoredDrift> ignored(Fields rule) {
    Fields match = rule.at("match");
    Optional<LabelSelector> clusters = match.get("clusters").flatMap(selectors::read);
    return rule.day("until").flatMap(PolicyFields::day).stream()
        .map(until ->
            new IgnoredDrift(
                rule.text("name").orElse(""),
                clusters,
                texts(match, "namespaces"),
                texts(match, "names"),
                texts(match, "keys"),
                texts(match, "managers"),
                until,
                rule.text("reason").orElse(""),
                rule.place()));
  }

  /** A day of the calendar. */
  static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private Stream<Wave> wave(Fields wave) {
    Optional<LabelSelector> selected =
        wave.get("selector").isEmpty()
            ? Optional.of(new LabelSelector(List.of()))
            : wave.get("selector").flatMap(selectors::read);
    return selected.stream()
        .map(clusters ->
            new Wave(
                wave.text("name").orElse(""),
                clusters,
                number(wave, "maxParallel"),
                maxFailed(wave),
                wave.text("pause").flatMap(PolicyFields::seconds),
                wave.isTrue("requireVerified"),
                wave.place()));
  }

  private static Optional<String> maxFailed(Fields wave) {
    OptionalInt number = number(wave, "maxFailed");
    return number.isPresent()
        ? Optional.of(String.valueOf(number.getAsInt()))
        : wave.text("maxFailed");
  }

  private static Optional<Duration> seconds(String text) {
    try {
      return Optional.of(Duration.parse("PT" + text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Limit limit(Fields limit) {
    return new Limit(number(limit, "percent"), number(limit, "floor"), limit.place());
  }

  private static OptionalInt number(Fields fields, String key) {
    return fields
        .get(key)
        .map(node ->
            node instanceof Node.Scalar(ScalarValue.Int(long value), var _)
                ? OptionalInt.of(Math.toIntExact(value))
                : OptionalInt.empty())
        .orElse(OptionalInt.empty());
  }

  private static List<String> texts(Fields fields, String key) {
    return fields.elements(key).stream().flatMap(node -> Fields.text(node).stream()).toList();
  }
}
