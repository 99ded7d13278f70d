package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.github.DriftReport.DriftedField;
import dev.secretsync.github.DriftReport.Gone;
import dev.secretsync.github.DriftReport.Ignored;
import dev.secretsync.github.DriftReport.Standing;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads what {@code drift --json} wrote. Whatever is not as that writes it makes all of it unknown:
 * half of a report would close the issue, or open it, for no reason.
 */
final class DriftReportReader {
  private DriftReportReader() {}

  /** Reads the text of one; what is damaged is unknown. */
  static DriftReport parse(String text) {
    JsonNode root = Strict.tree(text);
    return switch (root.path("kind").asText("")) {
      // what it does not tell of may well have drifted
      case "secretsync.drift" ->
          root.path("inputs").has("shard")
              ? new DriftReport.Unknown("the report is about one shard, and the issue about all")
              : looked(root).orElseGet(() -> new DriftReport.Unknown("the report is damaged"));
      case "secretsync.diagnostics" ->
          new DriftReport.Unknown("the drift run failed: " + codes(root));
      default -> new DriftReport.Unknown("the file is no report of secretsync drift --json");
    };
  }

  /** Which codes of ours a failed run ended with; its other words are not repeated. */
  private static String codes(JsonNode root) {
    SortedSet<String> codes = new TreeSet<>();
    root.path("diagnostics")
        .forEach(one -> {
          String code = one.path("code").asText("");
          if (code.matches("SSY[0-9]{3}") && one.path("severity").asText("").equals("error")) {
            codes.add(code);
          }
        });
    return codes.isEmpty() ? "it does not say why" : String.join(", ", codes);
  }

  private static Optional<DriftReport> looked(JsonNode root) {
    JsonNode complete = root.path("complete");
    JsonNode any = root.path("has_drift");
    if (!complete.isBoolean() || !any.isBoolean()) {
      return Optional.empty();
    }
    try {
      SortedSet<DriftedField> fields = fields(root);
      if (any.booleanValue() == fields.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new DriftReport.Looked(
              fields,
              complete.booleanValue(),
              root.has("history"),
              instant(root, "timestamp"),
              some(root.path("ignored"), DriftReportReader::ignored),
              some(root.path("history").path("gone"), DriftReportReader::gone)));
    } catch (Damaged | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static <T> List<T> some(JsonNode list, Function<JsonNode, T> read) {
    List<T> all = new ArrayList<>();
    list.forEach(one -> all.add(read.apply(one)));
    return all;
  }

  private static SortedSet<DriftedField> fields(JsonNode report) {
    SortedSet<DriftedField> fields = new TreeSet<>();
    JsonNode secrets = report.path("resource_drift");
    require(secrets.isArray());
    for (JsonNode secret : secrets) {
      JsonNode all = secret.path("fields");
      require(all.isArray() && !all.isEmpty());
      all.forEach(field -> fields.add(field(secret, field)));
    }
    return fields;
  }

  private static DriftedField field(JsonNode secret, JsonNode field) {
    List<String> address = address(secret);
    JsonNode by = field.path("by");
    return new DriftedField(
        address.get(0),
        address.get(1),
        field.has("field") ? text(field, "field") : "",
        text(field, "cause"),
        field.has("by") ? text(by, "manager") : "",
        possibleInstant(by, "time"),
        new Standing(
            field.path("also_in_git").asBoolean() || field.path("also_in_source").asBoolean(),
            field.path("put_back").asBoolean(true),
            possibleInstant(field, "since")));
  }

  private static Ignored ignored(JsonNode rule) {
    JsonNode range = rule.path("range");
    return new Ignored(
        text(range, "filename")
            + ":"
            + range.path("start").path("line").asInt()
            + " "
            + text(rule, "rule"),
        LocalDate.parse(text(rule, "until")),
        text(rule, "reason"),
        fields(rule));
  }

  private static Gone gone(JsonNode one) {
    return new Gone(
        String.join("/", address(one)),
        one.has("field") ? text(one, "field") : "",
        text(one, "cause"),
        instant(one, "last_seen"));
  }

  /** The cluster, and the Secret inside it. */
  private static List<String> address(JsonNode node) {
    List<String> words = List.of(text(node, "address").split("/", -1));
    require(words.size() == 3);
    return List.of(words.get(0), words.get(1) + "/" + words.get(2));
  }

  private static String text(JsonNode node, String name) {
    require(node.path(name).isTextual());
    return node.path(name).textValue();
  }

  private static Optional<Instant> possibleInstant(JsonNode node, String name) {
    return node.has(name) ? Optional.of(instant(node, name)) : Optional.empty();
  }

  private static Instant instant(JsonNode node, String name) {
    return Instant.parse(text(node, name));
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new Damaged();
    }
  }
}
