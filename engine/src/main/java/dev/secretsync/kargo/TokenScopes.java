package dev.secretsync.kargo;

import dev.secretsync.credentials.Finding;
import dev.secretsync.credentials.MetadataName;
import dev.secretsync.document.JsonReader;
import dev.secretsync.document.Limits;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The annotation that says which projects get tokens of a GitHub App for which repositories (R103).
 * Where it is wrong, no project gets any.
 */
final class TokenScopes {
  private static final MetadataName ANNOTATION =
      new MetadataName("Kargo", "annotation", "kargo.akuity.io", "github-token-scopes");

  private TokenScopes() {}

  static List<Finding> check(SortedMap<String, String> annotations, boolean isGitHubApp) {
    List<Finding> findings = new ArrayList<>(ANNOTATION.misspelt(annotations.keySet()));
    String scopes = annotations.get(ANNOTATION.full());
    if (scopes == null) {
      return findings;
    }
    if (!isGitHubApp) {
      findings.add(warning("does nothing without the keys of a GitHub App", "remove it"));
    }
    if (scopes.isEmpty()) {
      findings.add(
          warning(
              "is empty and limits nothing: every project gets tokens",
              "list the projects, or remove it"));
      return findings;
    }
    Optional<List<String>> repositories = repositories(scopes);
    if (repositories.isEmpty()) {
      findings.add(
          Finding.error(
              said("is no JSON object of projects with lists of repositories"),
              "no project gets a token until it is, like {\"project\": [\"repository\"]}, each"
                  + " project once"));
    } else if (repositories.get().isEmpty()) {
      findings.add(warning("gives tokens to no project", "name repositories"));
    } else if (repositories.get().stream().anyMatch(TokenScopes::isNeverFound)) {
      findings.add(
          warning(
              "names a repository that Kargo never finds",
              "write the last part of its URL, in lower case and without .git"));
    }
    return findings;
  }

  private static Finding warning(String what, String hint) {
    return Finding.warning(said(what), hint);
  }

  private static String said(String what) {
    return "annotation " + ANNOTATION.full() + " " + what;
  }

  /** Kargo compares with the end of the normalised URL. */
  private static boolean isNeverFound(String repository) {
    return repository.isEmpty()
        || repository.contains("/")
        || repository.endsWith(".git")
        || repository.chars().anyMatch(Character::isUpperCase);
  }

  /** All that are named, or nothing where the text is not as Kargo reads it. */
  private static Optional<List<String>> repositories(String json) {
    Problems problems = new Problems();
    List<Node> roots =
        JsonReader.read("", json.getBytes(StandardCharsets.UTF_8), Limits.REPOSITORY, problems)
            .stream()
            .map(document -> document.root())
            .toList();
    if (problems.hasErrors() || !(roots.getFirst() instanceof Node.Mapping projects)) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>();
    return projects.entries().stream().allMatch(project -> addTo(all, project.value()))
        ? Optional.of(all)
        : Optional.empty();
  }

  private static boolean addTo(Collection<String> all, Node value) {
    return switch (value) {
      case Node.Sequence list ->
          list.elements().stream()
              .allMatch(one ->
                  one instanceof Node.Scalar(ScalarValue.Text(String name), _) && all.add(name));
      case Node.Scalar scalar -> scalar.value() instanceof ScalarValue.Null;
      case Node.Mapping _ -> false;
    };
  }
}
