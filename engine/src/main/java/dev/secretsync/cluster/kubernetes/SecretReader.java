package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.secretsync.cluster.FieldManager;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads one Secret as the API server sends it. What we do not know is skipped. */
final class SecretReader {
  private final JsonParser json;
  private String namespace = "";
  private String name = "";
  private String uid = "";
  private String version = "";
  private Instant created = Instant.EPOCH;
  private boolean terminating;
  private boolean controlled;
  private String type = SecretContent.DEFAULT_TYPE;
  private boolean immutable;
  private SortedMap<String, String> labels = new TreeMap<>();
  private SortedMap<String, String> annotations = new TreeMap<>();
  private final SortedMap<String, SecretBytes> data = new TreeMap<>();
  private final List<FieldManager> managers = new ArrayList<>();

  private SecretReader(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads the object that the parser stands on.
   *
   * @throws IOException when it is no Secret; says nothing about its content
   */
  static LiveSecret read(JsonParser json) throws IOException {
    var reader = new SecretReader(json);
    Json.fields(json, reader::field);
    return reader.secret();
  }

  private LiveSecret secret() throws IOException {
    if (namespace.isEmpty() || name.isEmpty() || uid.isEmpty() || version.isEmpty()) {
      throw Json.unexpected();
    }
    return new LiveSecret(
        new SecretRef(namespace, name),
        uid,
        version,
        created,
        terminating,
        controlled,
        new SecretContent(type, immutable, data, labels, annotations),
        managers);
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "metadata" -> Json.fields(json, this::metadata);
      case "data" -> Json.fields(json, key -> data.put(key, value()));
      case "type" -> type = Json.text(json);
      case "immutable" -> immutable = json.currentToken() == JsonToken.VALUE_TRUE;
      default -> json.skipChildren();
    }
  }

  private void metadata(String field) throws IOException {
    switch (field) {
      case "namespace" -> namespace = Json.text(json);
      case "name" -> name = Json.text(json);
      case "uid" -> uid = Json.text(json);
      case "resourceVersion" -> version = Json.text(json);
      case "creationTimestamp" -> created = time().orElse(Instant.EPOCH);
      case "deletionTimestamp" -> terminating = time().isPresent();
      case "labels" -> labels = Json.texts(json);
      case "annotations" -> annotations = Json.texts(json);
      case "ownerReferences" ->
          Json.elements(
              json,
              () -> {
                controlled = true;
                json.skipChildren();
              });
      case "managedFields" -> Json.elements(json, () -> managers.add(manager()));
      default -> json.skipChildren();
    }
  }

  /** The only copy is the one inside the {@code SecretBytes}: base64 never becomes a String. */
  private SecretBytes value() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return SecretBytes.copyOf(new byte[0]);
    }
    byte[] bytes = json.getBinaryValue();
    try {
      return SecretBytes.copyOf(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private Optional<Instant> time() throws IOException {
    String text = Json.text(json);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      throw Json.unexpected();
    }
  }

  private FieldManager manager() throws IOException {
    var entry = new ManagerReader();
    Json.fields(json, entry::field);
    return new FieldManager(entry.manager, entry.operation, entry.time, entry.fields);
  }

  /** One entry of {@code managedFields}. */
  private final class ManagerReader {
    private String manager = "";
    private FieldManager.Operation operation = FieldManager.Operation.UPDATE;
    private Optional<Instant> time = Optional.empty();
    private SortedSet<String> fields = new TreeSet<>();

    private void field(String field) throws IOException {
      switch (field) {
        case "manager" -> manager = Json.text(json);
        case "operation" ->
            operation =
                Json.text(json).equals("Apply")
                    ? FieldManager.Operation.APPLY
                    : FieldManager.Operation.UPDATE;
        case "time" -> time = time();
        case "fieldsV1" -> fields = FieldPaths.leaves(json);
        default -> json.skipChildren();
      }
    }
  }
}
