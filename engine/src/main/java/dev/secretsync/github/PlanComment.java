package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A comment of ours about a plan.
 *
 * @param id counts upwards, so that the lowest is the oldest
 * @param mark its first line
 * @param content everything after the first line, and after the banner if it has one
 */
record PlanComment(long id, Mark mark, String content) {
  private static final int SHORT = 7;

  /** One that GitHub lists; empty when it is not by the author, or has no mark of this label. */
  static Optional<PlanComment> of(JsonNode post, Author author, String label) {
    String body = post.path("body").asText("").replace("\r\n", "\n");
    if (!author.wrote(post) || !post.path("id").canConvertToLong()) {
      return Optional.empty();
    }
    return Mark.of(body)
        .filter(mark -> mark.label().equals(label))
        .map(mark -> {
          String rest = Mark.afterFirstLine(body);
          String banner = banner(mark);
          return new PlanComment(
              post.path("id").longValue(),
              mark,
              rest.startsWith(banner) ? rest.substring(banner.length()) : rest);
        });
  }

  /** The body under a mark. */
  static String body(Mark mark, String content) {
    return mark.line() + "\n" + banner(mark) + content;
  }

  private static String banner(Mark mark) {
    return mark.isSuperseded()
        ? "> [!CAUTION]\n> **Superseded**: the head is now commit `"
            + brief(mark.superseded())
            + "`. What stands here is"
            + (mark.head().isEmpty() ? "" : " of commit `" + brief(mark.head()) + "` and")
            + " void.\n\n"
        : "";
  }

  static String brief(String commit) {
    return commit.substring(0, Math.min(SHORT, commit.length()));
  }

  boolean saysTheSame(Mark other, String otherContent) {
    return mark.equals(other) && content.stripTrailing().equals(otherContent.stripTrailing());
  }
}
