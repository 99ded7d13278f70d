package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A user or a bot. Whoever may comment can copy our marker, but nobody can write as another: what
 * is ours is known by this first.
 *
 * @param id stays the same when the login changes
 * @param login its name
 */
record Author(long id, String login) {
  /** Whether a comment or an issue is by this one. */
  boolean wrote(JsonNode post) {
    JsonNode user = post.path("user").path("id");
    return user.canConvertToLong() && user.longValue() == id;
  }
}
