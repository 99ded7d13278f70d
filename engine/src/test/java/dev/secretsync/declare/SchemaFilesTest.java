package dev.secretsync.declare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.secretsync.document.Document;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The schemas as files: what editors get is what the reader uses. */
class SchemaFilesTest {
  private static final Path SCHEMAS = Path.of("..", "schema");

  @Test
  void everyKindHasItsFileAndTheFileIsInTheJar() throws IOException {
    List<String> files = new ArrayList<>(Schemas.KINDS.values());
    files.add("secret");
    for (String file : files) {
      String name = file + ".schema.json";
      try (var in = Schemas.class.getResourceAsStream("/dev/secretsync/schema/" + name)) {
        assertThat(in).as(name).isNotNull();
        assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(SCHEMAS.resolve(name)));
      }
    }
  }

  @Test
  void definitionsOfOneNameAreTheSameInAllFiles() throws IOException {
    SortedMap<String, JsonNode> definitions = new TreeMap<>();
    for (Path file : schemas()) {
      for (Map.Entry<String, JsonNode> d : read(file).path("$defs").properties()) {
        JsonNode other = definitions.putIfAbsent(d.getKey(), d.getValue());
        assertThat(other == null ? d.getValue() : other)
            .as(file + " " + d.getKey())
            .isEqualTo(d.getValue());
      }
    }
  }

  @Test
  void everyFieldHasADescriptionAndEveryMappingIsClosed() throws IOException {
    for (Path file : schemas()) {
      if (!file.endsWith("secretsync.schema.json")) {
        check(file.toString(), read(file));
      }
    }
  }

  private static void check(String where, JsonNode schema) {
    if (schema.has("properties")) {
      assertThat(schema.path("additionalProperties").asBoolean(true)).as(where).isFalse();
      for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
        assertThat(field.getValue().path("description").asText())
            .as(where + "/" + field.getKey())
            .isNotEmpty();
      }
    }
    for (Map.Entry<String, JsonNode> child : schema.properties()) {
      check(where + "/" + child.getKey(), child.getValue());
    }
    for (Iterator<JsonNode> i =
            schema.isArray() ? schema.elements() : List.<JsonNode>of().iterator();
        i.hasNext(); ) {
      check(where, i.next());
    }
  }

  @Test
  void schemaForEditorsFindsTheKindAndAcceptsEveryValidCase() throws IOException {
    Schema dispatcher = dispatcher();
    int checked = 0;
    for (Path file : validFiles()) {
      for (Document document :
          YamlReader.read(file.toString(), Files.readString(file), new Problems())) {
        Fields root = Fields.of(document.root());
        boolean ours =
            root.text("apiVersion").filter(v -> v.startsWith("secretsync.dev/")).isPresent()
                || (root.text("kind").filter("Secret"::equals).isPresent()
                    && root.get("sops").isPresent());
        if (ours) {
          assertThat(dispatcher.validate(JsonView.of(document.root())))
              .as(document.at() + "")
              .isEmpty();
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(20);
    JsonNode wrong =
        new ObjectMapper()
            .readTree(
                "{\"apiVersion\":\"secretsync.dev/v1alpha1\",\"kind\":\"Cluster\",\"metadata\":{}}");
    assertThat(dispatcher.validate(wrong)).isNotEmpty();
  }

  private static Schema dispatcher() throws IOException {
    SortedMap<String, String> byIri = new TreeMap<>();
    for (Path file : schemas()) {
      byIri.put("https://schemas.invalid/" + file.getFileName(), Files.readString(file));
    }
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(byIri))
        .getSchema(
            com.networknt.schema.SchemaLocation.of(
                "https://schemas.invalid/secretsync.schema.json"));
  }

  private static List<Path> validFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path root : List.of(Path.of("..", "test-fixtures", "valid"), Path.of("..", "examples"))) {
      if (Files.isDirectory(root)) {
        try (Stream<Path> found = Files.walk(root)) {
          found
              .filter(f -> f.toString().endsWith(".yaml") && !f.endsWith(".sops.yaml"))
              .forEach(files::add);
        }
      }
    }
    return files;
  }

  private static List<Path> schemas() {
    try (Stream<Path> files = Files.list(SCHEMAS)) {
      return files.filter(f -> f.toString().endsWith(".schema.json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
