package dev.secretsync.declare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.secretsync.argocd.ArgoCdSecrets;
import dev.secretsync.kargo.KargoSecrets;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One folder per case below {@code test-fixtures/valid} and {@code test-fixtures/invalid}: {@code
 * repo/} is what is read, {@code expected.txt} what is said and understood. {@code -Dgolden=update}
 * rewrites the expectation.
 */
class DeclarationCasesTest {
  private static final Path FIXTURES = Path.of("..", "test-fixtures");

  @DisplayName(
      "R3 R8 R48 R52 R54 R55 R72 R75 R77 R78 R87 R100 R101 R103 R116 G4 G5 G6 G7 K5 K7 X7: what is refused")
  @TestFactory
  Stream<DynamicTest> invalidRepositoriesAreRefused() throws IOException {
    return cases("invalid");
  }

  @DisplayName(
      "R2 R4-R9 R42 R44-R51 R53 R60 R63 R81 R82 R85 R87 R101 R103 R104 T3 T7:"
          + " what is understood")
  @TestFactory
  Stream<DynamicTest> validRepositoriesAreUnderstood() throws IOException {
    return cases("valid");
  }

  private static Stream<DynamicTest> cases(String folder) throws IOException {
    try (Stream<Path> found = Files.list(FIXTURES.resolve(folder))) {
      List<Path> sorted = found.sorted().toList();
      assertThat(sorted).isNotEmpty();
      return sorted.stream()
          .map(path -> dynamicTest(path.getFileName().toString(), () -> check(path, folder)));
    }
  }

  private static void check(Path path, String folder) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      assertThat(files.map(f -> f.getFileName().toString())).isSubsetOf("repo", "expected.txt");
    }
    Problems problems = new Problems();
    Declarations declarations = Declarations.parse(tree(path.resolve("repo")), problems);
    ArgoCdSecrets.checkDeclared(declarations, problems);
    KargoSecrets.checkDeclared(declarations, problems);
    assertThat(problems.hasErrors()).isEqualTo(folder.equals("invalid"));
    String said =
        problems.all().stream().map(DeclarationCasesTest::shown).collect(Collectors.joining());
    assertThat(said).doesNotContain("visibly-fake").doesNotContain("dmlzaWJseS1mYWtl");
    String understood = problems.hasErrors() ? "" : understood(declarations);
    Path expected = path.resolve("expected.txt");
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(expected, said + understood);
    }
    assertThat(said + understood).isEqualTo(Files.readString(expected));
  }

  private static SourceTree tree(Path repo) throws IOException {
    SortedMap<String, SourceFile> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(repo)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        String path = repo.relativize(file).toString();
        files.put(path, new SourceFile(path, "0".repeat(40), Files.readString(file)));
      }
    }
    return new SourceTree(new Revision("0".repeat(40), "0".repeat(40), false), files);
  }

  private static String shown(Diagnostic d) {
    String where = d.at().map(Object::toString).orElse(d.subject());
    return where
        + ": "
        + d.severity().name().toLowerCase(Locale.ROOT)
        + " "
        + d.code().id()
        + ": "
        + d.summary()
        + "\n  "
        + d.hint()
        + "\n";
  }

  private static String understood(Declarations declarations) {
    StringBuilder text = new StringBuilder();
    declarations
        .clusters()
        .values()
        .forEach(c ->
            text.append(
                "cluster %s %s context=%s agent=%s%s\n"
                    .formatted(
                        c.name(),
                        c.labels(),
                        c.context(),
                        c.agentNamespace(),
                        c.identity().map(i -> " identity=" + i).orElse(""))));
    declarations.secrets().forEach(s -> text.append(understood(s, declarations)));
    declarations
        .controlPlanes()
        .values()
        .forEach(p ->
            text.append(
                "control plane %s in %s %s at %s\n"
                    .formatted(p.name(), p.cluster(), p.product(), p.at())));
    declarations
        .sources()
        .forEach(s ->
            text.append(
                "source %s for %s clusters=[%s] secrets=[%s] at %s\n"
                    .formatted(s.name(), s.controlPlane(), s.clusters(), s.secrets(), s.at())));
    declarations
        .policies()
        .forEach(p -> text.append("Policy %s at %s\n".formatted(p.name(), p.at())));
    declarations
        .encryptedFiles()
        .forEach((f, d) -> text.append("encrypted %s, documents %d\n".formatted(f, d.size())));
    return text.toString();
  }

  private static String understood(ManagedSecret s, Declarations declarations) {
    StringBuilder text = new StringBuilder();
    text.append(
        "secret %s (%s/%s) type=%s labels=%s annotations=%s%s%s%s at %s\n"
            .formatted(
                s.id(),
                s.namespace().orElse("<agent>"),
                s.secretName(),
                s.type(),
                s.labels(),
                s.annotations(),
                s.immutable() ? " immutable" : "",
                s.adopt() ? " adopt" : "",
                s.controlPlane().map(p -> " controlPlane=" + p).orElse(""),
                s.at()));
    s.data()
        .values()
        .forEach(e ->
            text.append(
                "  %s at %s as %s\n".formatted(e.key(), String.join(".", e.path()), e.encoding())));
    s.projects().ifPresent(p -> text.append("  projects: %s\n".formatted(understood(p))));
    for (Grant grant : declarations.grantsFor(s)) {
      String allowed =
          declarations.clusters().values().stream()
              .filter(grant::allows)
              .map(ClusterDeclaration::name)
              .collect(Collectors.joining(", "));
      text.append("  %s: %s\n".formatted(grant.display(), allowed));
    }
    return text.toString();
  }

  private static String understood(ProjectGrant projects) {
    return projects.isNobody()
        ? "nobody"
        : Stream.of(
                projects.all() ? Stream.of("all") : Stream.<String>empty(),
                projects.names().stream(),
                projects.selector().stream().map(selector -> "[" + selector + "]"))
            .flatMap(part -> part)
            .collect(Collectors.joining(", "));
  }
}
