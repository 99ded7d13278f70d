package dev.secretsync.resolve;

import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.Distribution;
import dev.secretsync.desired.RefusedOffer;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Puts declared Secrets into the projects of a Kargo that they name or match (kargo#5788), once it
 * is known which there are.
 */
final class Distributions {
  private final Sight sight;
  private final Assembly assembly;
  private final String installation;

  Distributions(Sight sight, Assembly assembly, String installation) {
    this.sight = sight;
    this.assembly = assembly;
    this.installation = installation;
  }

  void put(DesiredState fromGit) {
    fromGit.distributions().forEach(this::put);
  }

  private void put(Distribution distribution) {
    sight
        .projectsUnknown(distribution.cluster())
        .ifPresentOrElse(
            why -> unknown(distribution, why),
            () -> {
              places(distribution).forEach((namespace, why) -> put(distribution, namespace, why));
              missing(distribution);
            });
  }

  /** The namespaces that it goes to, each with what allows it there. */
  private SortedMap<String, String> places(Distribution distribution) {
    SortedMap<String, String> places = new TreeMap<>();
    distribution.projects().names().stream()
        .filter(distribution.shared()::contains)
        .forEach(name -> places.put(name, "projects.names"));
    sight
        .projects(distribution.cluster())
        .forEach((project, labels) ->
            distribution
                .projects()
                .allows(project, labels)
                .ifPresent(why -> places.put(project, why)));
    return places;
  }

  private void put(Distribution distribution, String namespace, String why) {
    DesiredSecret template = distribution.secret();
    SecretAddress place =
        SecretAddress.of(distribution.cluster(), namespace, template.address().ref().name());
    if (assembly.fromGit(place).filter(there -> isSame(there, template)).isPresent()) {
      // its own spec.namespace or allowedClusters lead there too
      return;
    }
    if (assembly.isTaken(place)) {
      assembly.refuse(
          new RefusedOffer(
              place,
              place,
              template.content().type(),
              template.content().labels(),
              template.origin().words(),
              new RefusedOffer.Why.Owned(
                  assembly
                      .fromGit(place)
                      .map(other -> "Git, " + other.origin().words())
                      .orElse("Git, declared in a file that could not be opened"))));
    } else if (distribution.unknown().isPresent()) {
      assembly.unknown(place, distribution.unknown().get());
    } else {
      assembly.declare(
          new DesiredSecret(
              place, template.content(), template.adopt(), template.origin(), List.of(why)));
    }
  }

  private static boolean isSame(DesiredSecret there, DesiredSecret template) {
    return there.origin().equals(template.origin());
  }

  private void missing(Distribution distribution) {
    distribution.projects().names().stream()
        .filter(name -> !sight.projects(distribution.cluster()).containsKey(name))
        .filter(name -> !distribution.shared().contains(name))
        .map(name ->
            SecretAddress.of(
                distribution.cluster(), name, distribution.secret().address().ref().name()))
        .forEach(place ->
            assembly.note(
                Diagnostic.error(
                    Code.NO_PLACE,
                    place.toString(),
                    distribution.secret().origin().words()
                        + ", and there is no project "
                        + place.ref().namespace()
                        + " in cluster "
                        + place.cluster()
                        + " (R86)",
                    "create the project, or remove its name")));
  }

  private boolean isFromGit(String cluster, String namespace, String name) {
    return Owner.of(sight.find(SecretAddress.of(cluster, namespace, name)), installation)
        instanceof Owner.OfGit;
  }

  /** What was put there before stays, also in namespaces that are seen for another reason. */
  private void unknown(Distribution distribution, Diagnostic why) {
    String name = distribution.secret().address().ref().name();
    Stream.concat(
            sight.namespaces(distribution.cluster()).keySet().stream()
                .filter(namespace -> isFromGit(distribution.cluster(), namespace, name)),
            distribution.projects().names().stream())
        .map(namespace -> SecretAddress.of(distribution.cluster(), namespace, name))
        .filter(place -> !assembly.isTaken(place))
        .forEach(place -> assembly.unknown(place, why));
    assembly.note(
        Diagnostic.error(
            why.code(),
            distribution.cluster(),
            "the projects of control plane "
                + distribution.controlPlane()
                + " could not be listed, so it is not known where "
                + distribution.secret().address().ref().name()
                + " goes",
            why.hint()));
  }
}
