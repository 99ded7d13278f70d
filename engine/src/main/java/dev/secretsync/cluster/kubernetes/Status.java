package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What may be shown of a {@code metav1.Status}: its {@code message} may hold values, so it is never
 * read (cli.md 5.2, 4).
 *
 * @param code the HTTP status
 * @param reason a word such as {@code Invalid}; empty when it is none
 * @param kind {@code details.kind}, the resource it is about; empty when it says none
 * @param causes {@code details.causes[].reason}
 * @param fields {@code details.causes[].field}
 */
record Status(
    int code, String reason, String kind, SortedSet<String> causes, SortedSet<String> fields) {

  /** A field's path may hold a label or a key name; anything longer or stranger is left out. */
  private static final String FIELD = "[A-Za-z0-9_.\\-/\\[\\]]{1,200}";

  private static final String WORD = "[A-Za-z]{1,60}";

  static Status of(Answer answer) {
    try {
      return of(answer.status(), answer.tree());
    } catch (IOException e) {
      // a proxy or a load balancer answered; its page tells nothing that we would show
      return new Status(answer.status(), "", "", new TreeSet<>(), new TreeSet<>());
    }
  }

  private static Status of(int code, JsonNode status) {
    SortedSet<String> causes = new TreeSet<>();
    SortedSet<String> fields = new TreeSet<>();
    for (JsonNode cause : status.path("details").path("causes")) {
      add(cause.path("reason").asText(""), WORD, causes);
      add(cause.path("field").asText(""), FIELD, fields);
    }
    return new Status(
        code,
        matching(status.path("reason").asText(""), WORD),
        matching(status.path("details").path("kind").asText(""), WORD),
        causes,
        fields);
  }

  private static void add(String text, String form, SortedSet<String> into) {
    if (text.matches(form)) {
      into.add(text);
    }
  }

  private static String matching(String text, String form) {
    return text.matches(form) ? text : "";
  }

  /** For a message: code, reason, fields. */
  String words() {
    String head = reason.isEmpty() ? "status " + code : code + " " + reason;
    return fields.isEmpty() ? head : head + " at " + String.join(", ", fields);
  }
}
