package dev.secretsync.declare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationLimitsTest {
  private static final String DOCUMENTS = "# Secret\n" + "--- {}\n".repeat(500);

  @DisplayName("G3: a repository may have 200,000 documents")
  @ParameterizedTest
  @CsvSource({"400, false", "401, true"})
  void documentsOfTheRepositoryAreLimited(int files, boolean refused) {
    SortedMap<String, SourceFile> tree = new TreeMap<>();
    for (int i = 0; i < files; i++) {
      tree.put(i + ".yaml", new SourceFile(i + ".yaml", "0".repeat(40), DOCUMENTS));
    }
    Problems problems = new Problems();
    Declarations.parse(new SourceTree(new Revision("", "", true), tree), problems);
    assertThat(problems.all().stream().filter(Diagnostic::isError).map(Diagnostic::code).toList())
        .isEqualTo(refused ? List.of(Code.REPOSITORY_LIMIT) : List.of());
  }
}
