package dev.secretsync.declare;

import dev.secretsync.document.Node;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SourceLocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether the rules of a Policy can say anything. A rule that never matches forbids nothing, and
 * nobody would notice; so a pattern that no name can fit is an error.
 */
record PolicyChecks(Fields spec, List<Diagnostic> problems) {
  private static final int LONGEST = 512;
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final String FOLDERS = "**";

  /** What can stand in a text of its kind, besides {@code *}. */
  private static final Map<String, Pattern> FITTING =
      Map.of(
          "namespaces", Pattern.compile("[-a-z0-9*]+"),
          "names", Pattern.compile("[-.a-z0-9*]+"),
          "types", Pattern.compile("[-._/A-Za-z0-9*]+"),
          "keys", Pattern.compile("[-._A-Za-z0-9*]+"));

  void check() {
    Map<String, SourceLocation> names = new HashMap<>();
    for (Node element : spec.elements("rules")) {
      Fields rule = Fields.of(element);
      rule.text("name").ifPresent(name -> once(name, rule.place("name"), names));
      rule(rule);
    }
    Map<String, SourceLocation> ignored = new HashMap<>();
    for (Node element : spec.elements("ignoreDrift")) {
      Fields rule = Fields.of(element);
      rule.text("name").ifPresent(name -> once(name, rule.place("name"), ignored));
      ignored(rule);
    }
    spec.elements("recipients").stream().map(Fields::of).forEach(this::recipients);
  }

  private void once(String name, SourceLocation at, Map<String, SourceLocation> names) {
    SourceLocation first = names.putIfAbsent(name, at);
    if (first != null) {
      problems.add(
          Diagnostic.error(
              Code.DUPLICATE_DECLARATION,
              at,
              "rule " + Shown.name(name) + " stands here twice",
              "the first is at " + first + "; reports name rules, so rename one"));
    }
  }

  private void rule(Fields rule) {
    Fields match = rule.at("match");
    patterns(match);
    match.elements("paths").forEach(this::path);
    if (isEmpty(match) && rule.text("effect").filter("allow"::equals).isPresent()) {
      problems.add(
          Diagnostic.warning(
              Code.REDUNDANT,
              rule.place(),
              "this rule allows everything, so other allow rules have no say",
              "say in match what it allows"));
    }
  }

  private void ignored(Fields rule) {
    Fields match = rule.at("match");
    patterns(match);
    match.elements("managers").stream()
        .filter(node -> Fields.text(node).filter(text -> text.length() > LONGEST).isPresent())
        .forEach(node -> never(node, "no field manager can match this pattern"));
    if (isEmpty(match)) {
      problems.add(
          Diagnostic.error(
              Code.BAD_PATTERN,
              rule.place("match"),
              "this would ignore all drift everywhere",
              "say in match which clusters, namespaces, names, keys or managers"));
    }
    rule.day("until")
        .filter(text -> DAY.matcher(text).matches() && PolicyFields.day(text).isEmpty())
        .ifPresent(text ->
            problems.add(
                Diagnostic.error(
                    Code.BAD_VALUE,
                    rule.place("until"),
                    "there is no such day",
                    "write the last day of it as year-month-day, such as 2026-12-31")));
  }

  private static boolean isEmpty(Fields match) {
    return match.entries().stream().allMatch(entry -> Fields.isNothing(entry.value()));
  }

  private void patterns(Fields match) {
    FITTING.forEach((field, fitting) ->
        match.elements(field).stream()
            .filter(node -> Fields.text(node).filter(t -> !isPattern(t, fitting)).isPresent())
            .forEach(node -> never(node, "no " + singular(field) + " can match this pattern")));
  }

  private static boolean isPattern(String text, Pattern fitting) {
    return text.length() <= LONGEST && fitting.matcher(text).matches();
  }

  private static String singular(String field) {
    return switch (field) {
      case "namespaces" -> "namespace";
      case "names" -> "name of a Secret";
      case "types" -> "type of a Secret";
      default -> "data key";
    };
  }

  private void path(Node node) {
    Fields.text(node)
        .filter(text -> !text.isEmpty())
        .flatMap(PolicyChecks::flaw)
        .ifPresent(hint ->
            problems.add(
                Diagnostic.error(
                    Code.BAD_PATTERN, node.at(), "no file can match this pattern", hint)));
  }

  /** What to do about a pattern that can match no path of Git; nothing where one can. */
  private static Optional<String> flaw(String pattern) {
    if (pattern.length() > LONGEST) {
      return Optional.of("shorten it to " + LONGEST + " characters");
    }
    if (pattern.contains("\\")) {
      return Optional.of("write paths with /");
    }
    List<String> parts = List.of(pattern.split("/", -1));
    if (parts.getFirst().isEmpty()) {
      return Optional.of("paths begin at the root of the repository, without a /");
    }
    if (parts.stream().anyMatch(part -> part.equals(".") || part.equals(".."))) {
      return Optional.of("leave out . and ..");
    }
    if (parts.stream().anyMatch(part -> part.contains(FOLDERS) && !part.equals(FOLDERS))) {
      return Optional.of("** stands for any folders and alone between slashes, as in **/*.yaml");
    }
    String last = parts.getLast();
    if (last.isEmpty() || !(mayEndIn(last, ".yaml") || mayEndIn(last, ".yml"))) {
      return Optional.of("files that declare end in .yaml or .yml; for a folder, end it with /**");
    }
    return parts.contains("") ? Optional.of("leave out the second /") : Optional.empty();
  }

  private static boolean mayEndIn(String part, String end) {
    String fixed = part.substring(part.lastIndexOf('*') + 1);
    return fixed.endsWith(end) || (part.contains("*") && end.endsWith(fixed));
  }

  private void never(Node node, String summary) {
    problems.add(
        Diagnostic.error(
            Code.BAD_PATTERN,
            node.at(),
            summary,
            "* stands for any text, everything else for itself; regexes are not known here"));
  }

  private void recipients(Fields recipients) {
    recipients.elements("paths").forEach(this::path);
    for (String field : List.of("require", "allow")) {
      recipients.elements(field).stream()
          .filter(node -> Fields.text(node).filter(t -> t.contains("SECRET-KEY")).isPresent())
          .forEach(node ->
              problems.add(
                  Diagnostic.error(
                      Code.BAD_RECIPIENT,
                      node.at(),
                      "a private key, which is no recipient",
                      "whoever can read the repository has it now: make a new one, and write its"
                          + " public half here")));
    }
    boolean saysNothing =
        recipients.elements("require").isEmpty() && recipients.elements("allow").isEmpty();
    if (recipients.elements("paths").isEmpty() || saysNothing) {
      problems.add(
          Diagnostic.warning(
              Code.REDUNDANT,
              recipients.place(),
              saysNothing ? "this asks for nothing" : "this covers no file",
              saysNothing ? "give require, allow, or both" : "say in paths which files"));
    }
  }
}
