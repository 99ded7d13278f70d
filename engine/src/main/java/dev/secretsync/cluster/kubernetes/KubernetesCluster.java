package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.Leases;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Lookout;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.ReadResult;
import dev.secretsync.cluster.Survey;
import dev.secretsync.cluster.WriteResult;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** A cluster behind an API server. */
final class KubernetesCluster implements Cluster {
  private static final String MANAGER = "?fieldManager=" + Marks.MANAGER;

  private final String name;
  private final Connection connection;
  private final Requests requests;
  private final Complaints complaints;
  private final Writes writes;
  private final Leases leases;

  /**
   * @param name the declared name, for messages
   */
  KubernetesCluster(String name, Connection connection, Requests requests) {
    this.name = name;
    this.connection = connection;
    this.requests = requests;
    this.complaints = new Complaints(name);
    this.writes = new Writes(complaints);
    this.leases = new KubernetesLeases(name, requests, complaints);
  }

  @Override
  public Observation observe(Lookout lookout) {
    return new Observing(name, requests, complaints).observe(lookout);
  }

  @Override
  public ReadResult read(SecretRef ref) {
    Reply reply = requests.read(Call.get(path(ref), Call.JSON), requests.deadline());
    return switch (reply) {
      case NoAnswer none -> new ReadResult.Unknown(complaints.noAnswer(subject(ref), none));
      case Answer answer -> {
        try (answer) {
          yield read(ref, answer);
        }
      }
    };
  }

  private ReadResult read(SecretRef ref, Answer answer) {
    if (answer.successful()) {
      try (var json = answer.json()) {
        json.nextToken();
        return new ReadResult.Found(SecretReader.read(json));
      } catch (IOException e) {
        return new ReadResult.Unknown(complaints.unusable(subject(ref), answer.status()));
      }
    }
    return switch (answer.status()) {
      case 404 -> new ReadResult.Absent();
      case 403 -> new ReadResult.Unknown(complaints.mayNot("get", "secrets", ref.namespace()));
      default -> new ReadResult.Unknown(complaints.unusable(subject(ref), answer.status()));
    };
  }

  @Override
  public WriteResult createNamespace(String namespace) {
    var end = write("POST", "api/v1/namespaces" + MANAGER, Bodies.namespace(namespace));
    return writes.namespaceCreated(name + "/" + namespace, namespace, end);
  }

  @Override
  public WriteResult create(SecretRef ref, SecretContent content) {
    var end = write("POST", Call.secrets(ref.namespace()) + MANAGER, Bodies.create(ref, content));
    return writes.created(subject(ref), ref.namespace(), end);
  }

  @Override
  public WriteResult update(LiveSecret seen, SecretContent content) {
    if (!ManagersUpgrade.neededFor(seen, content)) {
      return apply(seen, seen.resourceVersion(), content);
    }
    return switch (patchMetadata(seen, metadata -> Bodies.upgrade(seen, metadata))) {
      case WriteResult.Written(String version, var _) -> apply(seen, version, content);
      case WriteResult other -> other;
    };
  }

  private WriteResult apply(LiveSecret seen, String version, SecretContent content) {
    String path = path(seen.ref()) + MANAGER + "&force=true";
    var end = write("PATCH", path, Bodies.apply(seen, version, content));
    return writes.updated(subject(seen.ref()), seen.ref().namespace(), end);
  }

  /** Costs a read of the metadata and a write; neither holds a value. */
  private WriteResult patchMetadata(LiveSecret seen, Function<JsonNode, Payload> body) {
    String subject = subject(seen.ref());
    Reply reply =
        requests.read(Call.get(path(seen.ref()), Call.METADATA_ONLY), requests.deadline());
    return switch (reply) {
      case NoAnswer none -> new WriteResult.Unanswered(complaints.noAnswer(subject, none));
      case Answer answer -> {
        try (answer) {
          Optional<JsonNode> metadata = metadata(answer);
          if (metadata.isEmpty()) {
            yield answer.status() == 404
                ? new WriteResult.Moved()
                : writes.updated(
                    subject, seen.ref().namespace(), new Requests.Written(answer, false));
          }
          if (!isSeen(seen, metadata.get())) {
            yield new WriteResult.Moved();
          }
          var end = write("PATCH", path(seen.ref()) + MANAGER, body.apply(metadata.get()));
          yield writes.metadataPatched(subject, seen.ref().namespace(), end);
        }
      }
    };
  }

  private static Optional<JsonNode> metadata(Answer answer) {
    if (!answer.successful()) {
      return Optional.empty();
    }
    try {
      return Optional.of(answer.tree().path("metadata"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isSeen(LiveSecret seen, JsonNode metadata) {
    return metadata.path("uid").asText().equals(seen.uid())
        && metadata.path("resourceVersion").asText().equals(seen.resourceVersion());
  }

  @Override
  public WriteResult delete(LiveSecret seen) {
    var end = write("DELETE", path(seen.ref()), Bodies.delete(seen));
    return writes.deleted(subject(seen.ref()), seen.ref().namespace(), end);
  }

  @Override
  public WriteResult release(LiveSecret seen) {
    return patchMetadata(seen, metadata -> Bodies.release(seen, metadata));
  }

  @Override
  public Leases leases() {
    return leases;
  }

  @Override
  public Survey survey() {
    return new KubernetesSurvey(name, requests, complaints);
  }

  private Requests.Written write(String method, String path, Payload body) {
    try (body) {
      return requests.write(new Call(method, path, Call.METADATA_ONLY, Optional.of(body)));
    }
  }

  private static String path(SecretRef ref) {
    return Call.secrets(ref.namespace()) + "/" + Call.encode(ref.name());
  }

  private String subject(SecretRef ref) {
    return new SecretAddress(name, ref).toString();
  }

  @Override
  public void close() {
    connection.close();
  }
}
