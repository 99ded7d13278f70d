package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import dev.secretsync.cluster.WriteResult;
import dev.secretsync.cluster.WriteResult.AlreadyExists;
import dev.secretsync.cluster.WriteResult.Moved;
import dev.secretsync.cluster.WriteResult.NamespaceMissing;
import dev.secretsync.cluster.WriteResult.Refused;
import dev.secretsync.cluster.WriteResult.Unanswered;
import dev.secretsync.cluster.WriteResult.Written;
import java.io.IOException;
import java.util.Set;

/**
 * What an answer to a write means. The cases are those of a real API server:
 *
 * <ul>
 *   <li>409 {@code AlreadyExists}: the name of a create is taken
 *   <li>409 {@code Conflict}: version or UID are not the ones that were seen, or, for an apply that
 *       names a UID, the object is gone
 *   <li>422 at {@code metadata.uid}: an apply met an object with another UID
 *   <li>404: the object, or for a create its namespace, is not there
 *   <li>403, 422 and the rest below 500: no, for good
 * </ul>
 */
final class Writes {
  private static final Set<String> UID = Set.of("metadata.uid");

  private final Complaints complaints;

  Writes(Complaints complaints) {
    this.complaints = complaints;
  }

  WriteResult created(String subject, String namespace, Requests.Written end) {
    return switch (end.reply()) {
      case NoAnswer none -> unanswered(subject, none);
      case Answer answer -> {
        if (answer.successful()) {
          yield written(subject, answer);
        }
        Status status = Status.of(answer);
        if (status.code() == 409 && status.reason().equals("AlreadyExists")) {
          yield end.doubtful() ? doubtful(subject) : new AlreadyExists();
        }
        if (status.code() == 404) {
          yield new NamespaceMissing();
        }
        yield refused(subject, "create", namespace, status);
      }
    };
  }

  WriteResult updated(String subject, String namespace, Requests.Written end) {
    return switch (end.reply()) {
      case NoAnswer none -> unanswered(subject, none);
      case Answer answer -> {
        if (answer.successful()) {
          yield written(subject, answer);
        }
        Status status = Status.of(answer);
        if (moved(status)) {
          yield end.doubtful() ? doubtful(subject) : new Moved();
        }
        yield refused(subject, "patch", namespace, status);
      }
    };
  }

  /**
   * Only its {@code test} of the UID, or a field that is gone by now, makes a JSON patch invalid.
   */
  WriteResult metadataPatched(String subject, String namespace, Requests.Written end) {
    return end.reply() instanceof Answer answer && answer.status() == 422
        ? new Moved()
        : updated(subject, namespace, end);
  }

  private static boolean moved(Status status) {
    return switch (status.code()) {
      case 404 -> true;
      case 409 -> !status.causes().contains("FieldManagerConflict");
      case 422 -> status.fields().equals(UID);
      default -> false;
    };
  }

  /** Gone is what a delete is for, whoever did it; another object of that name is not touched. */
  WriteResult deleted(String subject, String namespace, Requests.Written end) {
    return switch (end.reply()) {
      case NoAnswer none -> unanswered(subject, none);
      case Answer answer -> {
        if (answer.successful() || answer.status() == 404) {
          yield Written.gone();
        }
        Status status = Status.of(answer);
        if (status.code() == 409) {
          yield end.doubtful() ? doubtful(subject) : new Moved();
        }
        yield refused(subject, "delete", namespace, status);
      }
    };
  }

  WriteResult namespaceCreated(String subject, String namespace, Requests.Written end) {
    return switch (end.reply()) {
      case NoAnswer none -> unanswered(subject, none);
      case Answer answer -> {
        if (answer.successful()) {
          yield written(subject, answer);
        }
        yield switch (answer.status()) {
          case 409 -> Written.gone();
          case 403 -> new Refused(complaints.mayNotCreateNamespace(namespace));
          default -> refused(subject, "create", namespace, Status.of(answer));
        };
      }
    };
  }

  private WriteResult refused(String subject, String verb, String namespace, Status status) {
    if (status.code() == 401 || status.code() == 429) {
      return new Refused(complaints.unusable(subject, status.code()));
    }
    if (status.code() >= 500) {
      return new Unanswered(complaints.unusable(subject, status.code()));
    }
    boolean rights = status.code() == 403 && status.causes().isEmpty();
    return new Refused(
        rights
            ? complaints.mayNot(verb, "secrets", namespace)
            : complaints.writeRefused(subject, status));
  }

  private WriteResult unanswered(String subject, NoAnswer none) {
    return new Unanswered(complaints.noAnswer(subject, none));
  }

  private WriteResult doubtful(String subject) {
    return new Unanswered(complaints.unusable(subject, 500));
  }

  private WriteResult written(String subject, Answer answer) {
    try {
      return written(answer);
    } catch (IOException e) {
      return new Unanswered(complaints.unusable(subject, answer.status()));
    }
  }

  /** Nothing of the object but {@code metadata.resourceVersion} and {@code uid} is looked at. */
  private static Written written(Answer answer) throws IOException {
    String[] found = {"", ""};
    try (JsonParser json = answer.json()) {
      json.nextToken();
      Json.fields(
          json,
          field -> {
            if (field.equals("metadata")) {
              Json.fields(
                  json,
                  meta -> {
                    switch (meta) {
                      case "resourceVersion" -> found[0] = Json.text(json);
                      case "uid" -> found[1] = Json.text(json);
                      default -> json.skipChildren();
                    }
                  });
            } else {
              json.skipChildren();
            }
          });
    }
    if (found[0].isEmpty()) {
      throw Json.unexpected();
    }
    return new Written(found[0], found[1]);
  }
}
