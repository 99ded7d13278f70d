package dev.secretsync.kargo;

import com.google.re2j.Pattern;
import dev.secretsync.credentials.Finding;
import dev.secretsync.credentials.Plaintext;
import dev.secretsync.model.BoundedRegex;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Kargo would make of the values of one Secret. Answers are about keys: no value and no part
 * of one is in them.
 */
final class Values {
  private static final Set<String> FALSE = Set.of("", "false", "0", "no");

  /** As Kargo's user interface checks them. */
  private static final Pattern GIT =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s/?#]+\\S*|[^\\s/:]+:\\S*");

  private static final Pattern HELM = Pattern.compile("(?i)(https?|oci)://[^\\s/?#]+\\S*");
  private static final Pattern IMAGE =
      Pattern.compile("(\\w+([.-]\\w+)*(:\\d+)?/)?\\w+([.-]\\w+)*(/\\w+([.-]\\w+)*)*");

  private static final Pattern ECR =
      Pattern.compile("^[0-9]{12}\\.dkr\\.ecr\\..+\\.amazonaws\\.com/");
  private static final Pattern GAR = Pattern.compile("^(.+-docker\\.pkg\\.dev|(.+\\.)?gcr\\.io)/");

  /** Owner and repository behind a host: Kargo asks for a token of that repository. */
  private static final Pattern GITHUB = Pattern.compile("^https?://[^/]+/[^/]+/.*[^/]$");

  private static final Pattern BASE64 = Pattern.compile("[a-zA-Z0-9+/]*={0,2}");
  private static final Pattern KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");

  private Values() {}

  static List<Finding> check(CredentialType type, Map<String, SecretBytes> data) {
    List<Finding> findings = new ArrayList<>();
    if (data.containsKey(CredentialType.REPO_URL)) {
      url(type, data, findings);
    }
    String isRegex = Plaintext.of(data, CredentialType.IS_REGEX);
    if (!isRegex(data) && !FALSE.contains(isRegex.strip().toLowerCase(Locale.ROOT))) {
      findings.add(
          Finding.warning(
              CredentialType.IS_REGEX,
              "key repoURLIsRegex is not exactly true, so repoURL is no regex",
              "write true, in lower case and without a line break"));
    }
    List<Shape> whole =
        type.shapes().stream().filter(shape -> shape.isWhole(data.keySet())).toList();
    whole.forEach(shape -> login(shape, whole, type, data).ifPresent(findings::add));
    return findings;
  }

  static boolean isRegex(Map<String, SecretBytes> data) {
    return Plaintext.of(data, CredentialType.IS_REGEX).equals("true");
  }

  private static void url(
      CredentialType type, Map<String, SecretBytes> data, List<Finding> findings) {
    String url = Plaintext.of(data, CredentialType.REPO_URL);
    if (url.isBlank()) {
      findings.add(
          Finding.error(
              CredentialType.REPO_URL,
              "key repoURL is empty",
              "Kargo finds the Secret by its repoURL alone"));
      return;
    }
    if (isRegex(data)) {
      regex(url).ifPresent(findings::add);
    } else if (!hasShape(type, RepositoryUrl.sanitized(url))) {
      findings.add(
          Finding.warning(
              CredentialType.REPO_URL,
              "key repoURL is not the address of " + wanted(type),
              "Kargo may never find the Secret by it"));
    }
    if (url.startsWith("http://") || (isRegex(data) && url.startsWith("^http://"))) {
      findings.add(
          Finding.warning(
              CredentialType.REPO_URL,
              "Kargo gives no credentials to http:// addresses",
              "use https://, or set ALLOW_CREDENTIALS_OVER_HTTP for Kargo"));
    }
  }

  private static Optional<Finding> regex(String url) {
    if (BoundedRegex.isMalformed(url)) {
      return Optional.of(
          Finding.error(
              CredentialType.REPO_URL,
              "key repoURL is no regex of Go (RE2)",
              "Kargo skips the Secret; correct it, or remove repoURLIsRegex"));
    }
    if (!url.equals(url.strip())) {
      return Optional.of(
          Finding.warning(
              CredentialType.REPO_URL,
              "key repoURL is a regex with blanks around it, which no URL has",
              "remove them; line breaks count"));
    }
    return BoundedRegex.compile(url).isPresent()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                CredentialType.REPO_URL,
                "key repoURL is too large a regex to be checked",
                "secretsync looks at " + BoundedRegex.EXPECTED));
  }

  private static boolean hasShape(CredentialType type, String url) {
    return switch (type) {
      case GIT -> GIT.matches(url);
      case HELM -> HELM.matches(url);
      case IMAGE -> IMAGE.matches(url);
      case GENERIC -> true;
    };
  }

  private static String wanted(CredentialType type) {
    return switch (type) {
      case GIT, GENERIC -> "a Git repository";
      case HELM -> "a Helm repository, with http://, https:// or oci://";
      case IMAGE -> "an image repository, without scheme and tag";
    };
  }

  /** Why a way to log in fails; an error where Kargo would take no other. */
  private static Optional<Finding> login(
      Shape shape, List<Shape> whole, CredentialType type, Map<String, SecretBytes> data) {
    Severity broken = whole.getFirst() == shape ? Severity.ERROR : Severity.WARNING;
    for (String key : shape.read(data.keySet())) {
      if (Plaintext.of(data, key).isEmpty()) {
        return Optional.of(
            new Finding(
                broken, Optional.of(key), "key " + key + " is empty", "nobody can log in with it"));
      }
    }
    if (data.containsKey(CredentialType.REPO_URL) && !isRegex(data)) {
      String url = RepositoryUrl.normalized(type, Plaintext.of(data, CredentialType.REPO_URL));
      if (!serves(shape, url)) {
        return Optional.of(elsewhere(shape, whole.size() == 1, data));
      }
    }
    return malformed(shape, data)
        .map(found -> new Finding(broken, found.key(), found.summary(), found.hint()));
  }

  private static boolean serves(Shape shape, String url) {
    return switch (shape) {
      case PASSWORD, SSH -> true;
      case ECR -> ECR.matcher(url).find();
      case GAR -> GAR.matcher(url).find();
      case GITHUB_APP -> GITHUB.matcher(url).find();
    };
  }

  private static Finding elsewhere(Shape shape, boolean isAll, Map<String, SecretBytes> data) {
    String key = shape.read(data.keySet()).getFirst();
    String where =
        switch (shape) {
          case ECR -> "repositories in Amazon ECR";
          case GAR -> "repositories in Google's registries";
          case GITHUB_APP -> "https addresses of one repository";
          case PASSWORD, SSH -> "its repository";
        };
    return new Finding(
        isAll ? Severity.ERROR : Severity.WARNING,
        Optional.of(key),
        "key " + key + " works for " + where + " only, and repoURL is none",
        "correct repoURL, or use username and password");
  }

  private static Optional<Finding> malformed(Shape shape, Map<String, SecretBytes> data) {
    return switch (shape) {
      case PASSWORD, ECR, SSH -> Optional.empty();
      case GAR ->
          decoded(Plaintext.of(data, "gcpServiceAccountKey"))
                  .filter(json -> json.stripLeading().startsWith("{"))
                  .isPresent()
              ? Optional.empty()
              : Optional.of(
                  Finding.error(
                      "gcpServiceAccountKey",
                      "key gcpServiceAccountKey is not the base64 of a JSON key",
                      "encode the file of the key with base64"));
      case GITHUB_APP -> {
        if (!isNumber(Plaintext.of(data, "githubAppInstallationID"))) {
          yield Optional.of(
              Finding.error(
                  "githubAppInstallationID",
                  "key githubAppInstallationID is not a whole number",
                  "line breaks count"));
        }
        yield isPrivateKey(Plaintext.of(data, "githubAppPrivateKey"))
            ? Optional.empty()
            : Optional.of(
                Finding.error(
                    "githubAppPrivateKey",
                    "key githubAppPrivateKey is neither a PEM private key nor the base64 of one",
                    "put in the .pem file as GitHub gave it"));
      }
    };
  }

  private static boolean isNumber(String text) {
    try {
      return text.chars().noneMatch(c -> c > '9') && Long.parseLong(text) != Long.MIN_VALUE;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /** Kargo decodes what can be decoded, and takes for PEM what cannot be base64. */
  private static boolean isPrivateKey(String text) {
    return decoded(text)
        .or(() -> BASE64.matches(text) ? Optional.empty() : Optional.of(text))
        .filter(pem -> KEY.matcher(pem).find())
        .isPresent();
  }

  private static Optional<String> decoded(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replaceAll("[\r\n]", ""));
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
