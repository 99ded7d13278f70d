package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** What {@code drift --json} found, or that nobody can tell. */
public sealed interface DriftReport {
  /**
   * The clusters were looked at.
   *
   * @param drifted everything that differs and counts, in order
   * @param complete whether all of them could be read: else what is not listed is unknown
   * @param compared whether it was compared with earlier reports
   * @param ignored what differs and does not count for now
   * @param gone what differed in an earlier report
   */
  record Looked(
      SortedSet<DriftedField> drifted,
      boolean complete,
      boolean compared,
      List<Ignored> ignored,
      List<Gone> gone)
      implements DriftReport {
    public Looked {
      drifted = new TreeSet<>(drifted);
      ignored = List.copyOf(ignored);
      gone = List.copyOf(gone);
    }

    /** Of which nothing is ignored, and nothing was reported before. */
    public Looked(SortedSet<DriftedField> drifted, boolean complete) {
      this(drifted, complete, false, List.of(), List.of());
    }
  }

  /**
   * What a rule of the policy ignores.
   *
   * @param by the rule and where it stands
   * @param until the last day on which it holds
   * @param reason why
   */
  record Ignored(String by, LocalDate until, String reason, SortedSet<DriftedField> drifted) {
    public Ignored {
      drifted = new TreeSet<>(drifted);
    }
  }

  /** What is no longer there, with the time of the report that had it last. */
  record Gone(String address, String field, String cause, Instant lastSeen) {}

  /**
   * What becomes of it.
   *
   * @param alsoThere whether it was changed where it is declared, too
   * @param putBack whether apply undoes it
   * @param since when it was first seen; empty where it is new, and where nothing was compared
   */
  record Standing(boolean alsoThere, boolean putBack, Optional<Instant> since) {}

  /**
   * Nothing is known.
   *
   * @param why in words of ours
   */
  record Unknown(String why) implements DriftReport {}

  /** A fleet of 100,000 Secrets that all drifted fits. */
  int LARGEST = 256 << 20;

  /** Reads a report; one that cannot be read is {@link Unknown} too, for it proves nothing. */
  static DriftReport read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      return bytes.length > LARGEST
          ? new Unknown("the report is larger than any that drift makes")
          : parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) {
      return new Unknown("the drift run left no report");
    } catch (IOException | SecurityException _) {
      return new Unknown("the report cannot be read");
    }
  }

  /** Reads the text of one. */
  static DriftReport parse(String text) {
    JsonNode root = Strict.tree(text);
    return switch (root.path("kind").asText("")) {
      case "secretsync.drift" -> looked(root).orElseGet(() -> new Unknown("the report is damaged"));
      case "secretsync.diagnostics" -> new Unknown("the drift run failed: " + codes(root));
      default -> new Unknown("the file is no report of secretsync drift --json");
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
          new Looked(
              fields,
              complete.booleanValue(),
              root.has("history"),
              some(root.path("ignored"), DriftReport::ignored),
              some(root.path("history").path("gone"), DriftReport::gone)));
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
        Instant.parse(text(one, "last_seen")));
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
    return node.has(name) ? Optional.of(Instant.parse(text(node, name))) : Optional.empty();
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new Damaged();
    }
  }

  /** What drift does not write. Repeats nothing of what is there. */
  final class Damaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Damaged() {
      super(null, null, false, false);
    }
  }

  /**
   * One thing that somebody did.
   *
   * @param cluster where
   * @param secret its namespace and name
   * @param field of the Secret; empty when it is about the whole object
   * @param cause what happened, in the words of the report
   * @param manager who did it; empty when nobody can tell
   * @param time when, if known
   * @param standing what becomes of it, and since when it is there
   */
  record DriftedField(
      String cluster,
      String secret,
      String field,
      String cause,
      String manager,
      Optional<Instant> time,
      Standing standing)
      implements Comparable<DriftedField> {
    /** What makes it the same drift as the last time: neither a value nor a time. */
    List<String> identity() {
      return List.of(cluster + "/" + secret, field, cause, manager);
    }

    @Override
    public int compareTo(DriftedField other) {
      for (int i = 0; i < identity().size(); i++) {
        int part = identity().get(i).compareTo(other.identity().get(i));
        if (part != 0) {
          return part;
        }
      }
      return time.orElse(Instant.MIN).compareTo(other.time.orElse(Instant.MIN));
    }
  }
}
