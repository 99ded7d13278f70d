package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.cluster.Lease;
import dev.secretsync.cluster.LeaseClaim;
import dev.secretsync.cluster.LeaseResult;
import dev.secretsync.cluster.Leases;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Marks;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The Leases behind an API server. */
final class KubernetesLeases implements Leases {
  private static final String COLLECTION =
      "apis/coordination.k8s.io/v1/namespaces/" + NAMESPACE + "/leases";
  private static final String MANAGER = "?fieldManager=" + Marks.MANAGER;

  /** Whoever waits for a cluster that does not answer holds up a run that is over. */
  private static final Duration USUAL = Duration.ofSeconds(12);

  /** A renewal that fails has to leave time for another one. */
  private static final Duration BRISK = Duration.ofSeconds(4);

  private final String cluster;
  private final Requests usual;
  private final Requests brisk;
  private final Complaints complaints;

  KubernetesLeases(String cluster, Requests requests, Complaints complaints) {
    this.cluster = cluster;
    this.usual = requests.within(USUAL);
    this.brisk = requests.within(BRISK);
    this.complaints = complaints;
  }

  @Override
  public LeaseResult read(String name) {
    Reply reply = usual.read(Call.get(path(name), Call.JSON), usual.deadline());
    return ended(name, "get", new Requests.Written(reply, false));
  }

  @Override
  public LeaseResult create(String name, LeaseClaim claim) {
    Payload body = Bodies.lease(name, Optional.empty(), claim);
    return ended(name, "create", write(usual, "POST", COLLECTION + MANAGER, body));
  }

  @Override
  public LeaseResult update(Lease seen, LeaseClaim claim) {
    Payload body = Bodies.lease(seen.name(), Optional.of(seen), claim);
    // for a PUT, a server may take the absence of an object for leave to create it, but never one
    // whose UID is given
    var end = write(brisk, "PUT", path(seen.name()) + MANAGER, body);
    return switch (ended(seen.name(), "update", end)) {
      case LeaseResult.Absent absent -> new LeaseResult.Moved();
      case LeaseResult other -> other;
    };
  }

  @Override
  public LeaseResult delete(Lease seen) {
    Payload body = Bodies.delete(seen.uid(), seen.resourceVersion());
    return ended(seen.name(), "delete", write(usual, "DELETE", path(seen.name()), body));
  }

  private static Requests.Written write(
      Requests requests, String method, String path, Payload body) {
    try (body) {
      return requests.write(new Call(method, path, Call.JSON, Optional.of(body)));
    }
  }

  private LeaseResult ended(String name, String verb, Requests.Written end) {
    return switch (end.reply()) {
      case NoAnswer(NoAnswer.Cause cause, Duration limit) -> {
        // what timed out here had less time than a cluster has
        var none = new NoAnswer(cause, limit.compareTo(USUAL) > 0 ? BRISK : limit);
        yield new LeaseResult.Unanswered(complaints.noAnswer(subject(name), none));
      }
      case Answer answer -> {
        try (answer) {
          yield ended(name, verb, answer, end.doubtful());
        }
      }
    };
  }

  private LeaseResult ended(String name, String verb, Answer answer, boolean doubtful) {
    if (answer.successful()) {
      return verb.equals("delete") ? new LeaseResult.Absent() : present(name, answer);
    }
    return switch (answer.status()) {
      case 404 ->
          verb.equals("create")
              ? new LeaseResult.Refused(complaints.namespaceMissing(NAMESPACE))
              : new LeaseResult.Absent();
      case 409 ->
          doubtful
              ? new LeaseResult.Unanswered(complaints.unusable(subject(name), 500))
              : new LeaseResult.Moved();
      case 403 -> new LeaseResult.Refused(complaints.mayNot(verb, "leases", NAMESPACE));
      case 401, 429 ->
          new LeaseResult.Unanswered(complaints.unusable(subject(name), answer.status()));
      default ->
          answer.status() >= 500
              ? new LeaseResult.Unanswered(complaints.unusable(subject(name), answer.status()))
              : new LeaseResult.Refused(refused(name, Status.of(answer)));
    };
  }

  private Diagnostic refused(String name, Status status) {
    return Diagnostic.error(
        Code.CLUSTER_UNREACHABLE,
        subject(name),
        "the cluster refused the lease: " + status.words(),
        "look what its admission webhooks say, or apply with --lock=false");
  }

  private LeaseResult present(String name, Answer answer) {
    try {
      return new LeaseResult.Present(lease(answer.tree()));
    } catch (IOException e) {
      return new LeaseResult.Unanswered(complaints.unusable(subject(name), answer.status()));
    }
  }

  private static Lease lease(JsonNode object) throws IOException {
    JsonNode metadata = object.path("metadata");
    JsonNode spec = object.path("spec");
    String version = metadata.path("resourceVersion").asText("");
    if (version.isEmpty()) {
      throw Json.unexpected();
    }
    SortedMap<String, String> annotations = new TreeMap<>();
    metadata
        .path("annotations")
        .properties()
        .forEach(one -> annotations.put(one.getKey(), one.getValue().asText()));
    return new Lease(
        metadata.path("name").asText(),
        metadata.path("uid").asText(),
        version,
        spec.path("holderIdentity").asText(""),
        Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong(0)),
        spec.path("leaseTransitions").asInt(0),
        annotations);
  }

  private String subject(String name) {
    return cluster + "/" + NAMESPACE + "/" + name;
  }

  private static String path(String name) {
    return COLLECTION + "/" + Call.encode(name);
  }
}
