package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reading JSON token by token, so that a value goes from the wire into its {@code SecretBytes}
 * without ever being a String or a field of somebody else's object.
 */
final class Json {
  /** Never puts a piece of its input into a location or an exception. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  /** For trees without values only: {@code metadata}, {@code Status}. */
  static final ObjectMapper TREES = new JsonMapper(FACTORY);

  private Json() {}

  /** Reads the value of one field, the parser standing on its first token, and leaves its last. */
  @FunctionalInterface
  interface FieldReader {
    void read(String field) throws IOException;
  }

  /** Goes over the fields of the object that the parser stands on; null counts as empty. */
  static void fields(JsonParser json, FieldReader reader) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw unexpected();
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      reader.read(field);
    }
  }

  /** What to do with the elements of an array. */
  @FunctionalInterface
  interface ElementReader {
    void read() throws IOException;
  }

  /** Goes over the elements of the array that the parser stands on; null counts as empty. */
  static void elements(JsonParser json, ElementReader reader) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw unexpected();
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      reader.read();
    }
  }

  /** The text the parser stands on; empty for null. */
  static String text(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> "";
      default -> throw unexpected();
    };
  }

  static SortedMap<String, String> texts(JsonParser json) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    fields(json, field -> texts.put(field, text(json)));
    return texts;
  }

  /** Says nothing about the input on purpose. */
  static IOException unexpected() {
    return new IOException("unexpected JSON");
  }
}
