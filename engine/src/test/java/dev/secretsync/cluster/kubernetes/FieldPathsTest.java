package dev.secretsync.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldPathsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"f:data": {".": {}, "f:password": {}, "f:tls.crt": {}}}                     | data.password data.tls.crt
          {"f:metadata": {"f:labels": {".": {}, "f:app.kubernetes.io/name": {}}}}      | metadata.labels[app.kubernetes.io/name]
          {"f:metadata": {"f:annotations": {"f:a": {}, "f:b.c/d": {}}}}                | metadata.annotations[a] metadata.annotations[b.c/d]
          {"f:metadata": {"f:finalizers": {".": {}, "v:\\"example.org/keep\\"": {}}}}  | metadata.finalizers
          {"f:metadata": {"f:ownerReferences": {"k:{\\"uid\\":\\"1\\"}": {"f:x": {}}}}} | metadata.ownerReferences
          {"f:type": {}, "f:immutable": {}}                                            | immutable type
          {"f:data": {}}                                                               | data
          {"f:data": {".": {}}}                                                        |
          {}                                                                           |
          """)
  void fieldsAreNamedAsPeopleReadThem(String fieldsV1, String names) throws IOException {
    try (var json = Json.FACTORY.createParser(fieldsV1)) {
      json.nextToken();

      assertThat(FieldPaths.leaves(json))
          .containsExactlyElementsOf(
              Optional.ofNullable(names).map(n -> List.of(n.split(" "))).orElse(List.of()));
      assertThat(json.nextToken()).as("all of it was read").isNull();
    }
  }

  @Test
  void contentIsNamedAsTheServerNamesIt() {
    var content =
        new SecretContent(
            "Opaque",
            true,
            new TreeMap<>(Map.of("k", SecretBytes.ofUtf8("v"))),
            new TreeMap<>(Map.of("l", "1")),
            new TreeMap<>(Map.of("a", "1")));

    assertThat(FieldPaths.of(content))
        .containsExactly(
            "data.k", "immutable", "metadata.annotations[a]", "metadata.labels[l]", "type");
  }
}
