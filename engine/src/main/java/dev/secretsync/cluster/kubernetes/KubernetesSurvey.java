package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.cluster.Survey;
import dev.secretsync.model.Permission;
import java.io.IOException;
import java.util.Optional;

/** Asks an API server about itself and about us. No answer to it holds a value. */
final class KubernetesSurvey implements Survey {
  private static final String REVIEWS = "apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  /** Anything else that a server calls its version is not shown. */
  private static final String VERSION = "v[0-9][0-9A-Za-z.+-]{0,60}";

  private final String cluster;
  private final Requests requests;
  private final Complaints complaints;

  KubernetesSurvey(String cluster, Requests requests, Complaints complaints) {
    this.cluster = cluster;
    this.requests = requests;
    this.complaints = complaints;
  }

  /** Everybody may ask for the version, but wrong credentials are refused even there. */
  @Override
  public Greeting greet() {
    return switch (requests.read(Call.get("version", Call.JSON), requests.deadline())) {
      case NoAnswer none -> new Greeting.Unanswered(complaints.noAnswer(cluster, none));
      // a server may keep its version to itself
      case Answer answer when answer.status() == 403 ->
          new Greeting.Answered(Optional.empty(), answer.date());
      case Answer answer ->
          tree(answer)
              .<Greeting>map(version -> new Greeting.Answered(version(version), answer.date()))
              .orElseGet(
                  () -> new Greeting.Unanswered(complaints.unusable(cluster, answer.status())));
    };
  }

  private static Optional<String> version(JsonNode answer) {
    return Optional.of(answer.path("gitVersion").asText("")).filter(text -> text.matches(VERSION));
  }

  @Override
  public Review may(Permission permission) {
    try (Payload question = Bodies.review(permission)) {
      Call call = new Call("POST", REVIEWS, Call.JSON, Optional.of(question));
      return switch (requests.read(call, requests.deadline())) {
        case NoAnswer none -> new Review.Unknown(complaints.noAnswer(cluster, none));
        case Answer answer ->
            tree(answer)
                .map(review -> review.path("status").path("allowed"))
                .filter(JsonNode::isBoolean)
                .<Review>map(
                    allowed -> allowed.asBoolean() ? new Review.Allowed() : new Review.Denied())
                .orElseGet(() ->
                    new Review.Unknown(
                        answer.status() == 403
                            ? complaints.mayNotAskForRights()
                            : complaints.unusable(cluster, answer.status())));
      };
    }
  }

  @Override
  public Presence find(String namespace) {
    Call call = Call.get(Call.namespace(namespace), Call.METADATA_ONLY);
    return switch (requests.read(call, requests.deadline())) {
      case NoAnswer none ->
          new Presence.Unknown(complaints.noAnswer(cluster + "/" + namespace, none));
      case Answer answer ->
          switch (answer.status()) {
            case 200 -> new Presence.Present();
            case 403 -> new Presence.Hidden();
            case 404 -> new Presence.Absent();
            default ->
                new Presence.Unknown(
                    complaints.unusable(cluster + "/" + namespace, answer.status()));
          };
    };
  }

  private static Optional<JsonNode> tree(Answer answer) {
    if (!answer.successful()) {
      return Optional.empty();
    }
    try {
      return Optional.of(answer.tree());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
