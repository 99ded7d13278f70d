package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.model.RefusedException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GitHub's API, as far as one comment and one issue need it. */
public final class GitHub {
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  /** What GitHub answers when it is there already. */
  private static final int UNPROCESSABLE = 422;

  private static final int MOST_PAGES = 1000;
  private static final Duration AFTER_A_LOSS = Duration.ofSeconds(2);

  private final Endpoint endpoint;
  private final Wire wire;
  private final Clock clock;

  private GitHub(Endpoint endpoint, Wire wire, Clock clock) {
    this.endpoint = endpoint;
    this.wire = wire;
    this.clock = clock;
  }

  /**
   * The GitHub that the environment names, as whom its token says.
   *
   * @param version our own
   * @throws RefusedException when there is no token, or no address that one may be sent to
   */
  public static GitHub from(Map<String, String> env, String version, Clock clock) {
    return from(env, version, Pauses.REAL, clock);
  }

  static GitHub from(Map<String, String> env, String version, Pauses pauses, Clock clock) {
    Endpoint endpoint = Endpoint.from(env);
    return new GitHub(endpoint, new Wire(endpoint, env, version, pauses, clock), clock);
  }

  Clock clock() {
    return clock;
  }

  /**
   * Whom comments of ours are by. {@code GET /user} refuses the tokens of workflows and apps;
   * GraphQL's {@code viewer} answers every token.
   */
  Author viewer(About about) {
    ObjectNode query = object().put("query", "query { viewer { login databaseId } }");
    Call call = call("POST", endpoint.graphql(), Optional.of(query), about);
    // asking twice changes nothing, whatever the method says
    Optional<Reply> reply = wire.answer(call).or(() -> again(call));
    JsonNode viewer =
        good(call, reply.orElseThrow(() -> Complaints.noAnswer(call))).path("data").path("viewer");
    if (!viewer.path("databaseId").canConvertToLong() || !viewer.path("login").isTextual()) {
      throw Complaints.unusable(call);
    }
    return new Author(viewer.path("databaseId").longValue(), viewer.path("login").textValue());
  }

  private Optional<Reply> again(Call call) {
    wire.pause(AFTER_A_LOSS, call);
    return wire.answer(call);
  }

  JsonNode get(String path, About about) {
    return read(call("GET", endpoint.at(path), Optional.empty(), about));
  }

  Optional<JsonNode> find(String path, About about) {
    Call call = call("GET", endpoint.at(path), Optional.empty(), about);
    Reply reply = sent(call);
    return reply.status() == NOT_FOUND ? Optional.empty() : Optional.of(good(call, reply));
  }

  /** All pages of a list. */
  List<JsonNode> list(String path, About about) {
    List<JsonNode> all = new ArrayList<>();
    URI next = endpoint.at(path + (path.contains("?") ? "&" : "?") + "per_page=100");
    for (int page = 0; page < MOST_PAGES; page++) {
      Call call = call("GET", next, Optional.empty(), about);
      Reply reply = sent(call);
      JsonNode items = good(call, reply);
      if (!items.isArray()) {
        throw Complaints.unusable(call);
      }
      items.forEach(all::add);
      Optional<URI> following = reply.nextPage().map(link -> wire.elsewhere(call, link));
      if (following.isEmpty()) {
        return all;
      }
      next = following.get();
    }
    throw Complaints.unusable(call("GET", next, Optional.empty(), about));
  }

  /**
   * Makes something.
   *
   * @return empty when the answer was lost; whoever asks has to look before making it again
   */
  Optional<JsonNode> make(String path, ObjectNode body, About about) {
    Call call = call("POST", endpoint.at(path), Optional.of(body), about);
    Optional<Reply> reply = wire.answer(call);
    if (reply.isEmpty()) {
      wire.pause(AFTER_A_LOSS, call);
    }
    return reply.map(one -> good(call, one));
  }

  /** Makes something that another run may have made just now. */
  void makeUnlessThere(String path, ObjectNode body, About about) {
    Call call = call("POST", endpoint.at(path), Optional.of(body), about);
    wire.answer(call)
        .filter(reply -> reply.status() != UNPROCESSABLE)
        .ifPresent(reply -> good(call, reply));
  }

  /**
   * Changes something.
   *
   * @return empty when it is there no longer
   */
  Optional<JsonNode> change(String path, ObjectNode body, About about) {
    Call call = call("PATCH", endpoint.at(path), Optional.of(body), about);
    Reply reply = sent(call);
    return isGone(reply) ? Optional.empty() : Optional.of(good(call, reply));
  }

  /** Deletes something, or finds that somebody has. */
  void delete(String path, About about) {
    Call call = call("DELETE", endpoint.at(path), Optional.empty(), about);
    Reply reply = sent(call);
    if (!isGone(reply)) {
      good(call, reply);
    }
  }

  RefusedException crowded(About about) {
    return Complaints.crowded(call("GET", endpoint.base(), Optional.empty(), about));
  }

  private static boolean isGone(Reply reply) {
    return reply.status() == NOT_FOUND || reply.status() == GONE;
  }

  private static Call call(String method, URI uri, Optional<ObjectNode> body, About about) {
    return new Call(method, uri, body, about.subject(), about.permission());
  }

  private JsonNode read(Call call) {
    return good(call, sent(call));
  }

  private Reply sent(Call call) {
    return wire.answer(call).orElseThrow(() -> Complaints.noAnswer(call));
  }

  private static JsonNode good(Call call, Reply reply) {
    if (!reply.good()) {
      throw Complaints.refused(call, reply.status());
    }
    return reply.body();
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * What errors say.
   *
   * @param subject what a request is about, such as {@code acme/fleet#12}
   * @param permission what a workflow's token needs for it
   */
  record About(String subject, String permission) {}
}
