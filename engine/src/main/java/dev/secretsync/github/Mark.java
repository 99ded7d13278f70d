package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first line of a plan's comment, which nobody sees (cli.md 4.6): by it the comment is found
 * again, and one knows whose news it holds.
 *
 * @param label which of several comments on a pull request it is
 * @param head the commit that was planned; empty when that is not known
 * @param run whose news it is
 * @param superseded the commit that has made it void; empty as long as it is valid
 */
record Mark(String label, String head, RunOrder run, String superseded) {
  private static final String START = "<!-- secretsync:plan ";
  private static final String END = " -->";

  /** Nothing that could end a comment of HTML or a text of JSON. */
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  static boolean isLabel(String text) {
    return LABEL.matcher(text).matches() && !text.contains("--");
  }

  /** The mark of a body; only its first line counts. */
  static Optional<Mark> of(String body) {
    String line = body.lines().findFirst().orElse("").stripTrailing();
    if (!line.startsWith(START) || !line.endsWith(END)) {
      return Optional.empty();
    }
    JsonNode tree = Strict.tree(line.substring(START.length(), line.length() - END.length()));
    String label = tree.path("label").asText("");
    if (tree.path("v").asInt() != 1 || !isLabel(label)) {
      return Optional.empty();
    }
    return Optional.of(
        new Mark(
            label,
            commit(tree.path("head")),
            new RunOrder(tree.path("run").asLong(), tree.path("attempt").asInt()),
            commit(tree.path("superseded"))));
  }

  /** What people read of a body that begins with a mark. */
  static String afterFirstLine(String body) {
    int end = body.indexOf('\n');
    return end < 0 ? "" : body.substring(end + 1);
  }

  private static String commit(JsonNode node) {
    String text = node.asText("");
    return Event.isCommit(text) ? text : "";
  }

  Mark supersededBy(String commit) {
    return new Mark(label, head, run, commit);
  }

  boolean isSuperseded() {
    return !superseded.isEmpty();
  }

  /** The line, without its end. */
  String line() {
    ObjectNode tree = GitHub.object().put("v", 1).put("label", label);
    if (!head.isEmpty()) {
      tree.put("head", head);
    }
    if (run.known()) {
      tree.put("run", run.id()).put("attempt", run.attempt());
    }
    if (isSuperseded()) {
      tree.put("superseded", superseded);
    }
    return START + tree + END;
  }
}
