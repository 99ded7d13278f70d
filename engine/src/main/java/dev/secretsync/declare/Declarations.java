package dev.secretsync.declare;

import dev.secretsync.document.Document;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Nearest;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.Revision;
import dev.secretsync.source.SourceTree;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that one revision declares.
 *
 * @param clusters by name
 * @param secrets in order of place
 * @param authorizations in order of place
 * @param controlPlanes by name
 * @param sources in order of place; each names a control plane that is among them
 * @param policies in order of place
 * @param encryptedFiles all documents of each file with an encrypted Secret of ours, by path, for
 *     {@code crypt}
 */
public record Declarations(
    Revision revision,
    SortedMap<String, ClusterDeclaration> clusters,
    List<ManagedSecret> secrets,
    List<AllowedClusters> authorizations,
    SortedMap<String, ControlPlane> controlPlanes,
    List<SecretSource> sources,
    List<PolicyDeclaration> policies,
    SortedMap<String, List<Document>> encryptedFiles) {
  /** Documents that a repository may have (design.md). */
  private static final int MAX_DOCUMENTS = 200_000;

  public Declarations {
    clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
    secrets = List.copyOf(secrets);
    authorizations = List.copyOf(authorizations);
    controlPlanes = Collections.unmodifiableSortedMap(new TreeMap<>(controlPlanes));
    sources = List.copyOf(sources);
    policies = List.copyOf(policies);
    encryptedFiles = Collections.unmodifiableSortedMap(new TreeMap<>(encryptedFiles));
  }

  /**
   * Reads all declarations of {@code tree}. Whatever is wrong goes to {@code problems}; what could
   * be read is returned all the same, so that callers must look at {@code problems} before they use
   * it.
   */
  public static Declarations parse(SourceTree tree, Problems problems) {
    Found found = new Found(problems);
    FileReader reader = new FileReader(found);
    // files are parsed side by side, then taken in order of their paths
    List<FileReader.Parsed> files =
        tree.files().values().parallelStream()
            .filter(FileReader::mayBeOurs)
            .map(FileReader.Parsed::of)
            .toList();
    files.forEach(reader::take);
    int documents = files.stream().mapToInt(f -> f.documents().size()).sum();
    if (documents > MAX_DOCUMENTS) {
      problems.add(
          Diagnostic.error(
              Code.REPOSITORY_LIMIT,
              "repository",
              "more than " + MAX_DOCUMENTS + " documents",
              "give the folder that holds the declarations as PATH"));
    }
    return found.declarations(tree.revision());
  }

  /**
   * The cluster of that name.
   *
   * @throws RefusedException when none is declared
   */
  public ClusterDeclaration cluster(String name) {
    return Optional.ofNullable(clusters.get(name))
        .orElseThrow(() ->
            new RefusedException(
                Diagnostic.error(
                    Code.USAGE,
                    "",
                    "no cluster " + name + " is declared",
                    Nearest.hint(
                        name,
                        clusters.keySet(),
                        "the clusters are " + String.join(", ", clusters.keySet())))));
  }

  /**
   * The policies of a revision whose other declarations are nobody's business: whoever is judged by
   * them may be mending those.
   *
   * @param problems takes what is wrong with a policy, or with a file that may hold one
   */
  public static List<PolicyDeclaration> policies(SourceTree tree, Problems problems) {
    Found found = new Found(problems);
    FileReader reader = new FileReader(found);
    tree.files().values().stream()
        .filter(FileReader::mayBeOurs)
        .map(FileReader.Parsed::of)
        .forEach(reader::takePolicies);
    return found.policies();
  }

  /** Compiles the schemas ahead of the first file; only speeds {@link #parse} up. */
  public static void prepare() {
    Schemas.prepare();
  }

  /**
   * What allows clusters to have {@code secret}: its own grants, then those of {@link
   * AllowedClusters} that cover it, in order of place. None is nobody (R42).
   */
  public List<Grant> grantsFor(ManagedSecret secret) {
    return Stream.concat(
            secret.grants().stream(),
            authorizations.stream().filter(a -> a.covers(secret)).flatMap(a -> a.grants().stream()))
        .toList();
  }
}
