package dev.secretsync.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SourceLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the one JSON value that {@code set} is given (formats.md 1.14), typed as SOPS 3.13.2 types
 * it: a number on its own is a float, inside an object a whole number is an int; a list on its own
 * is refused.
 */
public final class JsonValues {
  /** Bytes that a value may have. */
  public static final int MAX_BYTES = 64 << 20;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.LOCAL.nesting())
                  .maxStringLength(MAX_BYTES)
                  .build())
          .build();

  private final String origin;
  private final JsonParser parser;

  private JsonValues(String origin, JsonParser parser) {
    this.origin = origin;
    this.parser = parser;
  }

  /**
   * The value as a tree.
   *
   * @param origin what messages call it, such as {@code VALUE}
   * @param json all of it, UTF-8; the caller overwrites it
   * @param problems takes why it cannot be used, without any of it
   */
  public static Optional<Node> read(String origin, byte[] json, Problems problems) {
    if (json.length > MAX_BYTES) {
      problems.add(malformed(new SourceLocation(origin, 1, 1), "larger than 64 MiB"));
      return Optional.empty();
    }
    char[] text = {};
    try {
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
      text = decoded.array();
      try (JsonParser parser = JSON.createParser(text, 0, decoded.limit())) {
        return Optional.of(new JsonValues(origin, parser).only());
      }
    } catch (RefusedException e) {
      problems.addAll(e.diagnostics());
    } catch (CharacterCodingException _) {
      problems.add(malformed(new SourceLocation(origin, 1, 1), "not UTF-8"));
    } catch (JsonProcessingException e) { // its message quotes the text
      problems.add(malformed(at(origin, Optional.ofNullable(e.getLocation())), "not valid JSON"));
    } catch (IOException _) {
      problems.add(malformed(new SourceLocation(origin, 1, 1), "not valid JSON"));
    } finally {
      Arrays.fill(text, '\0');
    }
    return Optional.empty();
  }

  private Node only() throws IOException {
    JsonToken first = next();
    if (first == JsonToken.START_ARRAY) {
      throw new RefusedException(
          Diagnostic.error(
              Code.BAD_JSON_VALUE,
              at(),
              "a list on its own cannot be set",
              "set its elements one by one, as [\"key\"][0]"));
    }
    Node value =
        first.isNumeric()
            ? new Node.Scalar(new ScalarValue.FloatingPoint(decimal()), at())
            : value(first);
    if (parser.nextToken() != null) {
      throw refused("text behind the value");
    }
    return value;
  }

  private JsonToken next() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw refused("ends too early");
    }
    return token;
  }

  private Node value(JsonToken token) throws IOException {
    SourceLocation at = at();
    return switch (token) {
      case START_OBJECT -> mapping(at);
      case START_ARRAY -> sequence(at);
      case VALUE_STRING -> new Node.Scalar(new ScalarValue.Text(text()), at);
      case VALUE_TRUE -> new Node.Scalar(new ScalarValue.Bool(true), at);
      case VALUE_FALSE -> new Node.Scalar(new ScalarValue.Bool(false), at);
      case VALUE_NULL -> new Node.Scalar(new ScalarValue.Null(), at);
      case VALUE_NUMBER_INT -> new Node.Scalar(integer(), at);
      case VALUE_NUMBER_FLOAT -> new Node.Scalar(new ScalarValue.FloatingPoint(decimal()), at);
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw refused("not valid JSON");
    };
  }

  private Node mapping(SourceLocation at) throws IOException {
    List<Node.Item> entries = new ArrayList<>();
    while (next() != JsonToken.END_OBJECT) {
      SourceLocation keyAt = at();
      String key = text();
      entries.add(new Node.Entry(key, keyAt, value(next())));
    }
    return new Node.Mapping(entries, at);
  }

  private Node sequence(SourceLocation at) throws IOException {
    List<Node.Item> elements = new ArrayList<>();
    for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
      elements.add(new Node.Element(value(token)));
    }
    return new Node.Sequence(elements, at);
  }

  /** Half of a character, which an escape can name, could not be written to a file. */
  private String text() throws IOException {
    String text = parser.getText();
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw refused("an escape that names half of a character");
    }
    return text;
  }

  private ScalarValue integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> new ScalarValue.Int(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> new ScalarValue.FloatingPoint(decimal());
    };
  }

  private double decimal() throws IOException {
    double value = Double.parseDouble(parser.getText());
    if (Double.isInfinite(value)) {
      throw refused("a number that no 64-bit float can hold");
    }
    return value;
  }

  private SourceLocation at() {
    return at(origin, Optional.of(parser.currentTokenLocation()));
  }

  private static SourceLocation at(String origin, Optional<JsonLocation> location) {
    return new SourceLocation(
        origin,
        Math.max(1, location.map(JsonLocation::getLineNr).orElse(1)),
        Math.max(1, location.map(JsonLocation::getColumnNr).orElse(1)));
  }

  private RefusedException refused(String summary) {
    return new RefusedException(malformed(at(), summary));
  }

  private static Diagnostic malformed(SourceLocation at, String summary) {
    return Diagnostic.error(
        Code.BAD_JSON_VALUE, at, summary, "write the value as JSON, a text in double quotes");
  }
}
