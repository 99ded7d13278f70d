package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Lookout;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.Observation.Labelled;
import dev.secretsync.cluster.Observation.NamespaceState;
import dev.secretsync.cluster.kubernetes.Patience.Deadline;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.Running;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One look at a cluster: its identity and the Secrets of some namespaces, side by side. */
final class Observing {
  private static final int PAGE = 500;

  /** A list whose pages expire again and again is given up; etcd keeps them for minutes. */
  private static final int RESTARTS = 3;

  private final String cluster;
  private final Requests requests;
  private final Complaints complaints;
  private final Deadline deadline;

  Observing(String cluster, Requests requests, Complaints complaints) {
    this.cluster = cluster;
    this.requests = requests;
    this.complaints = complaints;
    this.deadline = requests.deadline();
  }

  Observation observe(Lookout lookout) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Identity> identity = threads.submit(this::identity);
      Labelled labelled = lookout.labelled().map(this::labelled).orElseGet(Labelled.NotAsked::new);
      SortedSet<String> namespaces = new TreeSet<>(lookout.namespaces());
      if (labelled instanceof Labelled.Found found) {
        namespaces.addAll(found.namespaces().keySet());
      }
      SortedMap<String, Future<NamespaceState>> running = new TreeMap<>();
      for (String namespace : namespaces) {
        Callable<NamespaceState> task = () -> state(namespace);
        running.put(namespace, threads.submit(task));
      }
      SortedMap<String, NamespaceState> states = new TreeMap<>();
      running.forEach((namespace, state) -> states.put(namespace, Running.result(state)));
      return observation(Running.result(identity), states, labelled);
    }
  }

  private static Observation observation(
      Identity identity, SortedMap<String, NamespaceState> states, Labelled labelled) {
    return switch (identity) {
      // without knowing which cluster this is, what was read must not be used
      case Identity.Unknown(Diagnostic why) -> new Observation.Unreadable(why);
      case Identity.Known(Optional<String> uid) ->
          unreadable(states, labelled)
              .<Observation>map(Observation.Unreadable::new)
              .orElseGet(() -> new Observation.Read(uid, states, labelled));
    };
  }

  /** Why nothing could be read; empty when something could, or was only forbidden. */
  private static Optional<Diagnostic> unreadable(
      SortedMap<String, NamespaceState> states, Labelled labelled) {
    if (states.isEmpty()
        && labelled instanceof Labelled.Unknown(Diagnostic why)
        && why.code() == Code.CLUSTER_UNREACHABLE) {
      return Optional.of(why);
    }
    List<Diagnostic> failures =
        states.values().stream()
            .filter(NamespaceState.Unknown.class::isInstance)
            .map(state -> ((NamespaceState.Unknown) state).why())
            .filter(why -> why.code() == Code.CLUSTER_UNREACHABLE)
            .toList();
    return failures.size() == states.size() ? failures.stream().findFirst() : Optional.empty();
  }

  private sealed interface Identity {
    record Known(Optional<String> uid) implements Identity {}

    record Unknown(Diagnostic why) implements Identity {}
  }

  /** The UID of namespace kube-system, which is the cluster (security.md K2). */
  private Identity identity() {
    Reply reply = requests.read(namespaceMetadata("kube-system"), deadline);
    return switch (reply) {
      case NoAnswer none -> new Identity.Unknown(complaints.noAnswer(cluster, none));
      case Answer answer -> {
        if (answer.status() == 403 || answer.status() == 404) {
          yield new Identity.Known(Optional.empty());
        }
        yield uid(answer)
            .<Identity>map(uid -> new Identity.Known(Optional.of(uid)))
            .orElseGet(() -> new Identity.Unknown(complaints.unusable(cluster, answer.status())));
      }
    };
  }

  private static Optional<String> uid(Answer answer) {
    if (!answer.successful()) {
      return Optional.empty();
    }
    try {
      String uid = answer.tree().path("metadata").path("uid").asText("");
      return Optional.of(uid).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Finds the namespaces with certain labels; a list that breaks off is no list. */
  private Labelled labelled(LabelSelector selector) {
    SortedMap<String, SortedMap<String, String>> found = new TreeMap<>();
    String next = "";
    do {
      switch (requests.read(namespacesPage(selector, next), deadline)) {
        case NoAnswer none -> {
          return new Labelled.Unknown(complaints.noAnswer(cluster, none));
        }
        case Answer answer when answer.successful() -> {
          try {
            JsonNode page = answer.tree();
            // a list of metadata that found nothing says null
            if (!page.path("items").isArray() && !page.path("items").isNull()) {
              throw Json.unexpected();
            }
            page.path("items").forEach(item -> take(item.path("metadata"), found));
            next = page.path("metadata").path("continue").asText("");
          } catch (IOException e) {
            return new Labelled.Unknown(complaints.unusable(cluster, answer.status()));
          }
        }
        case Answer answer -> {
          return new Labelled.Unknown(
              answer.status() == 403
                  ? complaints.mayNotListNamespaces()
                  : complaints.unusable(cluster, answer.status()));
        }
      }
    } while (!next.isEmpty());
    return new Labelled.Found(found);
  }

  private static void take(JsonNode metadata, SortedMap<String, SortedMap<String, String>> found) {
    SortedMap<String, String> labels = new TreeMap<>();
    metadata
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    found.put(metadata.path("name").asText(), Collections.unmodifiableSortedMap(labels));
  }

  private static Call namespacesPage(LabelSelector selector, String next) {
    String path =
        "api/v1/namespaces?limit=" + PAGE + "&labelSelector=" + Call.encode(selector.toString());
    return Call.get(
        next.isEmpty() ? path : path + "&continue=" + Call.encode(next), Call.METADATA_LIST);
  }

  private NamespaceState state(String namespace) {
    return switch (list(namespace)) {
      case NamespaceState.Listed listed when listed.secrets().isEmpty() ->
          unlessAbsent(namespace, listed);
      case NamespaceState.Unknown(Diagnostic why) when why.code() == Code.CLUSTER_FORBIDDEN ->
          // no Role can be granted in a namespace that does not exist
          unlessAbsent(namespace, new NamespaceState.Unknown(why));
      case NamespaceState state -> state;
    };
  }

  private NamespaceState list(String namespace) {
    for (int restart = 0; ; restart++) {
      SortedMap<String, LiveSecret> secrets = new TreeMap<>();
      Optional<Answer> failed = Optional.empty();
      String next = "";
      do {
        Reply reply = requests.read(page(namespace, next), deadline);
        switch (reply) {
          case NoAnswer none -> {
            return new NamespaceState.Unknown(complaints.noAnswer(subject(namespace), none));
          }
          case Answer answer when answer.successful() -> {
            try (answer) {
              SecretPage page = SecretPage.read(answer);
              page.secrets().forEach(secret -> secrets.put(secret.ref().name(), secret));
              next = page.next();
            } catch (IOException e) {
              return unusable(namespace, answer.status());
            }
          }
          case Answer answer -> failed = Optional.of(answer);
        }
      } while (failed.isEmpty() && !next.isEmpty());
      if (failed.isEmpty()) {
        return new NamespaceState.Listed(secrets);
      }
      int status = failed.get().status();
      if (status != 410 || restart == RESTARTS) {
        return status == 403
            ? new NamespaceState.Unknown(complaints.mayNot("list", "secrets", namespace))
            : unusable(namespace, status);
      }
    }
  }

  private static Call page(String namespace, String next) {
    String path = Call.secrets(namespace) + "?limit=" + PAGE;
    return Call.get(next.isEmpty() ? path : path + "&continue=" + Call.encode(next), Call.JSON);
  }

  /** Neither an empty list nor a refused one tells whether the namespace exists. */
  private NamespaceState unlessAbsent(String namespace, NamespaceState otherwise) {
    return switch (requests.read(namespaceMetadata(namespace), deadline)) {
      case NoAnswer none ->
          new NamespaceState.Unknown(complaints.noAnswer(subject(namespace), none));
      case Answer answer ->
          switch (answer.status()) {
            case 404 -> new NamespaceState.Absent();
            // who may list its Secrets was given rights in it, so it is there
            case 200, 403 -> otherwise;
            default -> unusable(namespace, answer.status());
          };
    };
  }

  private static Call namespaceMetadata(String name) {
    return Call.get(Call.namespace(name), Call.METADATA_ONLY);
  }

  private NamespaceState unusable(String namespace, int status) {
    return new NamespaceState.Unknown(complaints.unusable(subject(namespace), status));
  }

  private String subject(String namespace) {
    return cluster + "/" + namespace;
  }
}
