package dev.secretsync.argocd;

import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.model.SecretBytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The Secrets of one namespace that Argo CD cannot tell apart: it takes whichever it sees first,
 * and another one the next time (argo-cd#24790, argo-cd#16831). Of templates with different URLs it
 * takes the longest, so these are no rivals.
 */
final class Rivals {
  private static final int MOST_NAMED = 3;
  private static final Map<String, List<DesiredSecret>> NONE = Map.of();

  private final Map<SecretKind, Map<String, List<DesiredSecret>>> byUrl =
      new EnumMap<>(SecretKind.class);

  /** Takes a Secret with a URL. */
  void add(SecretKind kind, DesiredSecret secret) {
    String url = url(secret);
    if (!url.isEmpty()) {
      byUrl
          .computeIfAbsent(kind, k -> new TreeMap<>())
          .computeIfAbsent(kind.isTemplate() ? url : inProject(url, secret), k -> new ArrayList<>())
          .add(secret);
    }
  }

  /** Tells {@code found} about each of them, naming the others and never the URL. */
  void find(BiConsumer<DesiredSecret, Finding> found) {
    byUrl.forEach((kind, secrets) ->
        secrets.values().stream()
            .filter(alike -> alike.size() > 1)
            .forEach(alike ->
                alike.forEach(secret -> found.accept(secret, sameUrl(kind, secret, alike)))));
    byUrl.forEach((kind, secrets) ->
        kind.templates()
            .map(templates -> byUrl.getOrDefault(templates, NONE))
            .filter(templates -> templates.values().stream().anyMatch(all -> all.size() > 1))
            .ifPresent(templates ->
                secrets.values().stream()
                    .flatMap(Collection::stream)
                    .filter(secret -> !Values.hasOwnCredentials(data(secret)))
                    .forEach(secret ->
                        longest(templates, url(secret))
                            .filter(all -> all.size() > 1)
                            .ifPresent(all -> found.accept(secret, guessed(all))))));
  }

  private static Finding sameUrl(SecretKind kind, DesiredSecret secret, List<DesiredSecret> alike) {
    List<DesiredSecret> others =
        alike.stream().filter(other -> !other.address().equals(secret.address())).toList();
    return Finding.warning(
        SecretKind.URL,
        "key url leads to the same place as that of " + named(others),
        kind.isTemplate()
            ? "Argo CD takes one of them, not always the same; keep one"
            : "Argo CD takes one of them, not always the same; keep one, or give each a project");
  }

  private static Finding guessed(List<DesiredSecret> templates) {
    return Finding.warning(
        SecretKind.URL,
        "credentials come from a template, and several have the same url: " + named(templates),
        "Argo CD takes one of them, not always the same; keep one");
  }

  private static String named(List<DesiredSecret> secrets) {
    String names =
        secrets.stream()
            .limit(MOST_NAMED)
            .map(secret -> secret.address().ref().name() + " (" + secret.origin().words() + ")")
            .collect(Collectors.joining(", "));
    return secrets.size() <= MOST_NAMED
        ? names
        : names + " and " + (secrets.size() - MOST_NAMED) + " more";
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
    return RepositoryUrl.normalized(Values.text(data(secret), SecretKind.URL));
  }

  private static String inProject(String url, DesiredSecret secret) {
    return url + '\0' + Values.text(data(secret), SecretKind.PROJECT);
  }

  private static Map<String, SecretBytes> data(DesiredSecret secret) {
    return secret.content().data();
  }
}
