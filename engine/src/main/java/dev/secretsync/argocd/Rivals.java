package dev.secretsync.argocd;

import dev.secretsync.credentials.Finding;
import dev.secretsync.credentials.Plaintext;
import dev.secretsync.credentials.SamePlaces;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.model.SecretBytes;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The Secrets of one namespace that Argo CD cannot tell apart: it takes whichever it sees first,
 * and another one the next time (argo-cd#24790, argo-cd#16831). Of templates with different URLs it
 * takes the longest, so these are no rivals.
 */
final class Rivals {
  private final SamePlaces<SecretKind> places = new SamePlaces<>();

  /** Takes a Secret with a URL. */
  void add(SecretKind kind, DesiredSecret secret) {
    String url = url(secret);
    if (!url.isEmpty()) {
      places.add(kind, kind.isTemplate() ? url : inProject(url, secret), secret);
    }
  }

  /** Tells {@code found} about each of them, naming the others and never the URL. */
  void find(BiConsumer<DesiredSecret, Finding> found) {
    places.find(
        SecretKind.URL,
        kind ->
            kind.isTemplate()
                ? "Argo CD takes one of them, not always the same; keep one"
                : "Argo CD takes one of them, not always the same; keep one, or give each a"
                    + " project",
        found);
    Arrays.stream(SecretKind.values())
        .forEach(kind ->
            kind.templates()
                .map(places::of)
                .filter(templates -> templates.values().stream().anyMatch(all -> all.size() > 1))
                .ifPresent(templates ->
                    places.of(kind).values().stream()
                        .flatMap(Collection::stream)
                        .filter(secret -> !Values.hasOwnCredentials(data(secret)))
                        .forEach(secret ->
                            longest(templates, url(secret))
                                .filter(all -> all.size() > 1)
                                .ifPresent(all -> found.accept(secret, guessed(all))))));
  }

  private static Finding guessed(List<DesiredSecret> templates) {
    return Finding.warning(
        SecretKind.URL,
        "credentials come from a template, and several have the same url: "
            + SamePlaces.named(templates),
        "Argo CD takes one of them, not always the same; keep one");
  }

  private static Optional<List<DesiredSecret>> longest(
      Map<String, List<DesiredSecret>> templates, String url) {
    for (int length = url.length(); length > 0; length--) {
      List<DesiredSecret> found = templates.get(url.substring(0, length));
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static String url(DesiredSecret secret) {
    return RepositoryUrl.normalized(Plaintext.of(data(secret), SecretKind.URL));
  }

  private static String inProject(String url, DesiredSecret secret) {
    return url + '\0' + Plaintext.of(data(secret), SecretKind.PROJECT);
  }

  private static Map<String, SecretBytes> data(DesiredSecret secret) {
    return secret.content().data();
  }
}
