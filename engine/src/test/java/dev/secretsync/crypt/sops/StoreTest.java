package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.document.Node;
import dev.secretsync.document.RandomTrees;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StoreTest {
  private static final String METADATA =
      """
      a: {b: c}
      sops:
        age:
        - enc: "x\\ny\\n"
          recipient: age1
        - enc: z
        kms:
        - context: {tenant: t}
        mac: m
      """;

  private final Problems problems = new Problems();

  private List<Document> yaml(String text) {
    return Store.readPlain(FileFormat.YAML, "f", bytes(text), problems);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String encrypted(FileFormat format, String text) {
    return Store.readEncrypted(format, "f", bytes(text), problems).stream()
        .map(d -> RandomTrees.shown(d.root()))
        .collect(Collectors.joining());
  }

  private static String refused(Runnable action) {
    try {
      action.run();
      return "accepted";
    } catch (RefusedException e) {
      return e.diagnostics().getFirst().code().toString();
    }
  }

  @Test
  @DisplayName("formats.md 1.8: dotenv has the metadata in flat lines with a prefix")
  void metadataOfDotenvIsFlat() {
    List<Document> documents = yaml(METADATA.replace("{b: c}", "b"));
    byte[] written = Store.writeEncrypted(FileFormat.DOTENV, documents, StoreIndent.DEFAULT);
    assertThat(text(written))
        .isEqualTo(
            """
            a=b
            sops_age__list_0__map_enc=x\\ny\\n
            sops_age__list_0__map_recipient=age1
            sops_age__list_1__map_enc=z
            sops_kms__list_0__map_context__map_tenant=t
            sops_mac=m
            """);
    assertThat(encrypted(FileFormat.DOTENV, text(written)))
        .isEqualTo(RandomTrees.shown(documents.getFirst().root()));
  }

  @Test
  @DisplayName("formats.md 1.8: INI has the metadata in a section, line feeds escaped")
  void metadataOfIniIsASection() {
    List<Document> documents = yaml(METADATA);
    byte[] written = Store.writeEncrypted(FileFormat.INI, documents, StoreIndent.DEFAULT);
    assertThat(text(written)).contains("[sops]\nage__list_0__map_enc             ");
    assertThat(text(written)).contains(" = x\\ny\\n\n");
    assertThat(encrypted(FileFormat.INI, text(written)))
        .isEqualTo(
            RandomTrees.shown(documents.getFirst().root())
                .replaceFirst("\\{", "{\"DEFAULT\": {}, "));
  }

  @ParameterizedTest
  @CsvSource({
    "'sops_a__list_1=x'",
    "'sops_a__list_x=x'",
    "'sops_a__list_=x'",
    "'sops_a__list_00=x'",
    "'sops_a__list_-1=x'",
    "'sops_a__list_99999999999=x'",
    "'sops_a=x;sops_a__map_b=y'",
    "'sops_a__map_b=y;sops_a=x'",
    "'sops_a__map_b=y;sops_a__list_0=x'",
    "'sops_a__list_0=x;sops_a__list_0__map_b=y'",
  })
  @DisplayName("formats.md 1.8: gaps, contradictions and bad numbers in flat metadata are errors")
  void flatMetadataMustFitTogether(String lines) {
    encrypted(FileFormat.DOTENV, lines.replace(';', '\n'));
    assertThat(problems.all())
        .singleElement()
        .matches(d -> d.code().name().equals("SOPS_METADATA"));
  }

  @Test
  @DisplayName("G4: flat metadata of any depth ends")
  void deepFlatMetadataIsRefused() {
    encrypted(FileFormat.DOTENV, "sops_a" + "__map_b".repeat(100_000) + "=x");
    assertThat(problems.all())
        .singleElement()
        .matches(d -> d.code().name().equals("SOPS_METADATA"));
  }

  @Test
  void metadataKeysThatWouldNotReadBackAreRefused() {
    List<Document> documents = yaml("sops: {kms: [{context: {a__map_b: c}}]}\n");
    assertThat(
            refused(() -> Store.writeEncrypted(FileFormat.DOTENV, documents, StoreIndent.DEFAULT)))
        .isEqualTo("SOPS_METADATA");
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  @DisplayName("a file without metadata has no key sops")
  void plainFilesHaveNoMetadata(FileFormat format) {
    String text =
        switch (format) {
          case YAML -> "a: b\n";
          case JSON, BINARY -> "{\"a\": \"b\"}";
          case DOTENV -> "a=b\n";
          case INI -> "a = b\n";
        };
    Document document = Store.readEncrypted(format, "f", bytes(text), problems).getFirst();
    assertThat(((Node.Mapping) document.root()).get("sops")).isEmpty();
    assertThat(problems.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'- a'", "'a'", "'a: 1\n---\n- b'", "'a: 1\n---\nb'"})
  @DisplayName("formats.md 1.9: a document that is no mapping is an error")
  void documentsMustBeMappings(String text) {
    yaml(text);
    assertThat(problems.all()).singleElement().matches(d -> d.code().name().equals("FILE_SHAPE"));
  }

  @ParameterizedTest
  @CsvSource({
    "JSON, 'a: 1\n---\nb: 2'", "DOTENV, 'a: {b: 1}'", "DOTENV, 'a: 1\n---\nb: 2'", "INI, 'a: 1'",
    "INI, 'a: {b: {c: 1}}'", "BINARY, 'a: 1'", "BINARY, 'data: 1'", "BINARY, 'data: {}'"
  })
  @DisplayName("what a format cannot hold is refused")
  void treesMustFitTheFormat(FileFormat format, String yaml) {
    List<Document> documents = yaml(yaml);
    assertThat(refused(() -> Store.writePlain(format, documents, StoreIndent.DEFAULT)))
        .isEqualTo("OUTPUT_SHAPE");
  }

  @Test
  @DisplayName("formats.md 1.13: indentation as the stores are configured")
  void indentationIsConfigured() {
    StoreIndent indent = new StoreIndent(OptionalInt.of(2), OptionalInt.of(1), OptionalInt.of(0));
    List<Document> documents = yaml("data: {b: [c]}\n");
    assertThat(text(Store.writePlain(FileFormat.YAML, documents, indent)))
        .isEqualTo("data:\n  b:\n    - c\n");
    assertThat(text(Store.writePlain(FileFormat.JSON, documents, indent)))
        .isEqualTo("{\n \"data\": {\n  \"b\": [\n   \"c\"\n  ]\n }\n}\n");
    assertThat(text(Store.writeEncrypted(FileFormat.BINARY, documents, indent)))
        .isEqualTo("{\n\"data\": {\n\"b\": [\n\"c\"\n]\n}\n}\n");
  }

  private static Node.Mapping envelope(String data) {
    SourceLocation at = new SourceLocation("f", 1, 1);
    return new Node.Mapping(
        List.of(
            new Node.Entry("data", at, new Node.Scalar(new ScalarValue.Text(data), at)),
            new Node.Entry("sops", at, new Node.Mapping(List.of(), at))),
        at);
  }

  @Test
  @DisplayName("formats.md 1.8: a large file is written as a small one, and read as what it was")
  void largeFilesLookLikeSmallOnes() {
    for (String end : List.of("", "<", "\\\"", "é", "\n")) {
      String data = "x".repeat(1 << 20) + end;
      List<Document> documents = List.of(new Document(0, envelope(data)));
      byte[] written = Store.writeEncrypted(FileFormat.BINARY, documents, StoreIndent.DEFAULT);
      assertThat(written)
          .isEqualTo(Store.writeEncrypted(FileFormat.JSON, documents, StoreIndent.DEFAULT));
      assertThat(Store.readEncrypted(FileFormat.BINARY, "f", written, problems).getFirst().root())
          .isEqualTo(
              Store.readEncrypted(FileFormat.JSON, "f", written, problems).getFirst().root());
    }
    assertThat(problems.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"DOTENV", "BINARY"})
  void otherValuesThanTextsAreNotExtractedFromFlatFiles(FileFormat format) {
    Node value = ((Node.Mapping) yaml("a: [1]\n").getFirst().root()).get("a").orElseThrow();
    assertThat(refused(() -> Store.writeValue(format, value, StoreIndent.DEFAULT)))
        .isEqualTo("OUTPUT_SHAPE");
  }
}
