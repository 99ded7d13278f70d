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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What {@code drift --json} found, or that nobody can tell. */
public sealed interface DriftReport {
  /**
   * The clusters were looked at.
   *
   * @param drifted everything that differs, in order
   * @param complete whether all of them could be read: else what is not listed is unknown
   */
  record Looked(SortedSet<DriftedField> drifted, boolean complete) implements DriftReport {
    public Looked {
      drifted = new TreeSet<>(drifted);
    }
  }

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
    JsonNode secrets = root.path("resource_drift");
    if (!complete.isBoolean() || !any.isBoolean() || !secrets.isArray()) {
      return Optional.empty();
    }
    List<DriftedField> fields = new ArrayList<>();
    for (JsonNode secret : secrets) {
      JsonNode all = secret.path("fields");
      if (!all.isArray() || all.isEmpty()) {
        return Optional.empty();
      }
      for (JsonNode field : all) {
        Optional<DriftedField> read = field(secret.path("address"), field);
        if (read.isEmpty()) {
          return Optional.empty();
        }
        fields.add(read.get());
      }
    }
    return any.booleanValue() == fields.isEmpty()
        ? Optional.empty()
        : Optional.of(new Looked(new TreeSet<>(fields), complete.booleanValue()));
  }

  private static Optional<DriftedField> field(JsonNode address, JsonNode field) {
    JsonNode by = field.path("by");
    boolean odd =
        !address.isTextual()
            || address.textValue().split("/", -1).length != 3
            || !field.path("cause").isTextual()
            || (field.has("field") && !field.path("field").isTextual())
            || (field.has("by") && !by.path("manager").isTextual());
    if (odd) {
      return Optional.empty();
    }
    String[] words = address.textValue().split("/", -1);
    try {
      return Optional.of(
          new DriftedField(
              words[0],
              words[1] + "/" + words[2],
              field.path("field").asText(""),
              field.path("cause").textValue(),
              by.path("manager").asText(""),
              by.has("time")
                  ? Optional.of(Instant.parse(by.path("time").asText("")))
                  : Optional.empty()));
    } catch (DateTimeException _) {
      return Optional.empty();
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
   */
  record DriftedField(
      String cluster,
      String secret,
      String field,
      String cause,
      String manager,
      Optional<Instant> time)
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
