package dev.secretsync.inspect;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the marks on live objects tell about where they came from. */
final class Copies {
  private final LiveState live;
  private final Map<String, String> clusterByIdentity = new HashMap<>();

  Copies(LiveState live) {
    this.live = live;
    live.clusters()
        .forEach((name, seen) -> {
          if (seen instanceof Observation.Read read) {
            read.identity().ifPresent(uid -> clusterByIdentity.put(uid, name));
          }
        });
  }

  /** The Secret that a live object of ours was copied from. */
  Optional<SecretAddress> source(SecretAddress address) {
    return live.find(address).flatMap(this::source);
  }

  private Optional<SecretAddress> source(LiveSecret copy) {
    Map<String, String> marks = copy.content().annotations();
    String cluster = marks.get(Marks.SOURCE_CLUSTER);
    String[] ref = marks.getOrDefault(Marks.SOURCE_SECRET, "").split("/", -1);
    if (cluster == null || ref.length != 2) {
      return Optional.empty();
    }
    // a cluster keeps what it owns when it gets another name
    String identity = marks.getOrDefault(Marks.SOURCE_IDENTITY, "");
    String now = clusterByIdentity.getOrDefault(identity, cluster);
    return Optional.of(SecretAddress.of(now, ref[0], ref[1]));
  }

  /** When we last wrote any of these places. */
  Optional<Instant> written(List<Place> places) {
    return places.stream()
        .flatMap(place -> live.find(place.address()).stream())
        .flatMap(secret -> Ownership.lastWrite(secret).stream())
        .max(Comparator.naturalOrder());
  }
}
