package dev.secretsync.declare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.secretsync.document.Node;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SourceLocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The JSON Schemas that editors use as well, compiled once. Each is complete in itself, so nothing
 * is ever looked up. Their patterns are our own, and only short texts get to them (security.md G8).
 *
 * <p>The validator's own messages are never shown: they quote values.
 */
final class Schemas {
  /** Kinds of our group, and the file that describes each. */
  static final SortedMap<String, String> KINDS =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.of(
                  "Cluster", "cluster",
                  "ControlPlane", "control-plane",
                  "SecretSource", "secret-source",
                  "ManagedSecret", "managed-secret",
                  "AllowedClusters", "allowed-clusters",
                  "Policy", "policy")));

  /** No name, key or label of Kubernetes is longer (253 and 63, with a slash). */
  private static final int LONGEST = 317;

  private static final SortedMap<String, Schemas> COMPILED = compile();

  private final JsonNode source;
  private final Schema schema;

  private Schemas(JsonNode source, Schema schema) {
    this.source = source;
    this.schema = schema;
  }

  /** The schema of a kind of our group, or of {@code Secret}. */
  static Schemas of(String kind) {
    Schemas found = COMPILED.get(kind);
    if (found == null) {
      throw new IllegalArgumentException("no schema for this kind");
    }
    return found;
  }

  /** Checks something empty, so that all of the validator is loaded. */
  static void prepare() {
    of("ManagedSecret").check(new Node.Mapping(List.of(), new SourceLocation("", 1, 1)));
  }

  /** All that {@code root} has wrong, each with its place. */
  List<Diagnostic> check(Node root) {
    List<Diagnostic> found = new ArrayList<>();
    for (Error error : schema.validate(JsonView.of(root))) {
      // why each alternative fails says less than that none, or more than one, fits
      if (String.valueOf(error.getSchemaLocation().getFragment()).contains("/oneOf/")) {
        continue;
      }
      found.add(new SchemaWords(source, root, error).diagnostic());
    }
    return found;
  }

  private static SortedMap<String, Schemas> compile() {
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder()
                        .regularExpressionFactory(regex -> {
                          Pattern pattern = Pattern.compile(regex);
                          return value ->
                              value.length() <= LONGEST && pattern.matcher(value).find();
                        })
                        .build()));
    SortedMap<String, Schemas> compiled = new TreeMap<>();
    SortedMap<String, String> files = new TreeMap<>(KINDS);
    files.put("Secret", "secret");
    files.forEach((kind, file) -> {
      JsonNode source = read("/dev/secretsync/schema/" + file + ".schema.json");
      compiled.put(kind, new Schemas(source, registry.getSchema(source)));
    });
    return compiled;
  }

  private static JsonNode read(String resource) {
    try (InputStream in = Schemas.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Diagnostic violation(SourceLocation at, String summary, String hint) {
    return Diagnostic.error(Code.SCHEMA, at, summary, hint);
  }
}
