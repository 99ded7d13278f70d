package dev.secretsync.offline;

import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.desired.Targets;
import dev.secretsync.model.SecretAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which places each declaration of a revision reaches, and why. Projects of a Kargo that are chosen
 * by a label are not among them: which these are, only the cluster knows.
 */
final class Addresses {
  private final Map<Place, SortedMap<SecretAddress, List<String>>> byPlace = new HashMap<>();
  private final SortedMap<SecretAddress, ManagedSecret> owners = new TreeMap<>();

  static Addresses of(Targets targets) {
    Addresses addresses = new Addresses();
    targets
        .byAddress()
        .forEach((address, target) -> addresses.add(target.secret(), address, target.reasons()));
    for (Targets.ForProjects one : targets.forProjects()) {
      for (String project : one.projects().names()) {
        addresses.add(
            one.secret(),
            SecretAddress.of(one.kargo().cluster(), project, one.secret().secretName()),
            List.of("projects.names"));
      }
    }
    return addresses;
  }

  private void add(ManagedSecret secret, SecretAddress address, List<String> reasons) {
    owners.put(address, secret);
    byPlace.computeIfAbsent(Place.of(secret), _ -> new TreeMap<>()).put(address, reasons);
  }

  /** The places of one declaration with what allows them; none where nobody may have it. */
  SortedMap<SecretAddress, List<String>> of(ManagedSecret secret) {
    return byPlace.getOrDefault(Place.of(secret), Collections.emptySortedMap());
  }

  /** Every place, with what declares the Secret there. */
  SortedMap<SecretAddress, ManagedSecret> all() {
    return Collections.unmodifiableSortedMap(owners);
  }

  /** What declares the Secret at this place. */
  Optional<ManagedSecret> owner(SecretAddress address) {
    return Optional.ofNullable(owners.get(address));
  }
}
