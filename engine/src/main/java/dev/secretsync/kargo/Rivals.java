package dev.secretsync.kargo;

import com.google.re2j.Pattern;
import dev.secretsync.credentials.Finding;
import dev.secretsync.credentials.Plaintext;
import dev.secretsync.credentials.SamePlaces;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.model.BoundedRegex;
import dev.secretsync.model.SecretBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The Secrets of one namespace that hide each other. Kargo takes the first by name that fits a URL;
 * its documentation says that an exact URL goes before a regex, which is not so (T4).
 */
final class Rivals {
  /** Steps of all searches, about a second: values of clusters may be made to take for ever. */
  private static final long MOST_STEPS = 50_000_000;

  private final SamePlaces<CredentialType> places = new SamePlaces<>();
  private final Map<CredentialType, List<Exact>> exact = new EnumMap<>(CredentialType.class);
  private final Map<CredentialType, List<Regex>> regexes = new EnumMap<>(CredentialType.class);

  private record Exact(DesiredSecret secret, String url, String normalized) {}

  private record Regex(DesiredSecret secret, Pattern pattern) {
    /** Kargo looks for both spellings. */
    boolean fits(Exact other) {
      return pattern.matcher(other.url()).find() || pattern.matcher(other.normalized()).find();
    }

    boolean comesBefore(Exact other) {
      return secret.address().ref().name().compareTo(other.secret().address().ref().name()) < 0;
    }

    long steps(Exact other) {
      return (long) pattern.programSize() * (other.url().length() + other.normalized().length());
    }
  }

  /** Takes a Secret with a URL. */
  void add(CredentialType type, DesiredSecret secret) {
    Map<String, SecretBytes> data = secret.content().data();
    String url = Plaintext.of(data, CredentialType.REPO_URL);
    if (url.isBlank()) {
      return;
    }
    if (Values.isRegex(data)) {
      places.add(type, url + '\0', secret);
      BoundedRegex.compile(url)
          .ifPresent(pattern ->
              regexes
                  .computeIfAbsent(type, t -> new ArrayList<>())
                  .add(new Regex(secret, pattern)));
    } else {
      String normalized = RepositoryUrl.normalized(type, url);
      places.add(type, normalized, secret);
      exact.computeIfAbsent(type, t -> new ArrayList<>()).add(new Exact(secret, url, normalized));
    }
  }

  /** Tells {@code found} about each of them, naming the others and never the URL. */
  void find(BiConsumer<DesiredSecret, Finding> found) {
    places.find(
        CredentialType.REPO_URL,
        type -> "Kargo takes the first of them by name, always; keep one",
        found);
    Arrays.stream(CredentialType.values())
        .forEach(type ->
            shadowed(
                regexes.getOrDefault(type, List.of()), exact.getOrDefault(type, List.of()), found));
  }

  private static void shadowed(
      List<Regex> regexes, List<Exact> exact, BiConsumer<DesiredSecret, Finding> found) {
    Map<String, List<DesiredSecret>> hiding = new TreeMap<>();
    long steps = 0;
    for (Regex regex : regexes) {
      List<DesiredSecret> hidden = new ArrayList<>();
      boolean isPartial = false;
      for (Exact other : exact) {
        if (!regex.comesBefore(other)) {
          continue;
        }
        if (steps + regex.steps(other) > MOST_STEPS) {
          isPartial = true;
          continue;
        }
        steps += regex.steps(other);
        if (regex.fits(other)) {
          hidden.add(other.secret());
          hiding
              .computeIfAbsent(other.secret().address().ref().name(), n -> new ArrayList<>())
              .add(regex.secret());
        }
      }
      if (!hidden.isEmpty()) {
        found.accept(regex.secret(), hides(hidden));
      }
      if (isPartial) {
        found.accept(regex.secret(), partial());
      }
    }
    exact.forEach(one -> {
      List<DesiredSecret> first = hiding.get(one.secret().address().ref().name());
      if (first != null) {
        found.accept(one.secret(), hidden(first));
      }
    });
  }

  private static Finding hides(List<DesiredSecret> hidden) {
    return Finding.warning(
        CredentialType.REPO_URL,
        "the regex in repoURL also fits the URL of " + SamePlaces.named(hidden),
        "Kargo takes the first Secret by name: choose a name that sorts behind, or a narrower"
            + " regex");
  }

  private static Finding hidden(List<DesiredSecret> first) {
    return Finding.warning(
        CredentialType.REPO_URL,
        "Kargo never gets to it: the regex of " + SamePlaces.named(first) + " fits its URL",
        "Kargo takes the first Secret by name: choose a name that sorts before");
  }

  private static Finding partial() {
    return Finding.warning(
        CredentialType.REPO_URL,
        "the regex in repoURL is not compared with every URL of this namespace",
        "there are too many, or they are too long");
  }
}
