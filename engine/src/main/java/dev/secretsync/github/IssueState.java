package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The second line of the issue, which nobody sees: what the last run knew.
 *
 * @param fingerprint of the drift that people were told of; empty when it was lost
 * @param failing since when nothing could be checked; empty when the last check was good
 * @param checked when the report was made that stands below; empty when that was lost
 */
record IssueState(String fingerprint, Optional<Instant> failing, Optional<Instant> checked) {
  private static final String START = "<!-- secretsync:drift-state ";
  private static final String END = " -->";

  static IssueState of(String line) {
    if (!line.startsWith(START) || !line.endsWith(END)) {
      return new IssueState("", Optional.empty(), Optional.empty());
    }
    JsonNode tree = Strict.tree(line.substring(START.length(), line.length() - END.length()));
    String fingerprint = tree.path("fingerprint").asText("");
    return new IssueState(
        fingerprint.matches("[0-9a-f]{64}") ? fingerprint : "",
        instant(tree.path("failing").asText("")),
        instant(tree.path("checked").asText("")));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  String line() {
    ObjectNode tree = GitHub.object().put("fingerprint", fingerprint);
    failing.ifPresent(since -> tree.put("failing", since.toString()));
    checked.ifPresent(at -> tree.put("checked", at.toString()));
    return START + tree + END;
  }
}
