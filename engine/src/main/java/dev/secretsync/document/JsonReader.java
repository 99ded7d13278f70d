package dev.secretsync.document;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SourceLocation;
import java.io.IOException;
import java.math.BigInteger;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as SOPS 3.13.2 does (formats.md 1.8): one object, integers of 64 bits as such and all
 * other numbers as floating point. Stricter than it: keys may occur once, nothing may follow the
 * object, and numbers must not overflow (security.md G5).
 */
public final class JsonReader {
  private static final int LONGEST_NUMBER = 1000;
  private static final int INT64_BITS = 63;

  private final String file;
  private final JsonParser parser;
  private final Problems problems;

  private JsonReader(String file, JsonParser parser, Problems problems) {
    this.file = file;
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * The one document of a file, or none on an error that ends the reading.
   *
   * @param file its path, for locations only
   * @param bytes all of the file
   * @param problems takes everything that is wrong, with its place and without any of the text
   */
  public static List<Document> read(String file, byte[] bytes, Limits limits, Problems problems) {
    if (bytes.length > limits.bytes()) {
      problems.add(FileErrors.tooLarge(file, limits.bytes()));
      return List.of();
    }
    return Utf8.decode(bytes)
        .map(text -> read(file, text, limits, problems))
        .orElseGet(() -> {
          problems.add(FileErrors.notUtf8(file));
          return List.of();
        });
  }

  private static List<Document> read(String file, String text, Limits limits, Problems problems) {
    try (JsonParser parser = factory(limits).createParser(text)) {
      return new JsonReader(file, parser, problems).document();
    } catch (StreamConstraintsException e) {
      problems.add(FileErrors.limit(at(file, e.getLocation()), "JSON nested too deeply"));
    } catch (JacksonException e) {
      problems.add(syntax(at(file, e.getLocation())));
    } catch (RefusedException e) {
      problems.addAll(e.diagnostics());
    } catch (IOException e) {
      problems.add(syntax(new SourceLocation(file, 1, 1)));
    }
    return List.of();
  }

  private static JsonFactory factory(Limits limits) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(limits.nesting())
                .maxStringLength(limits.bytes())
                .maxNameLength(limits.bytes())
                .maxNumberLength(LONGEST_NUMBER)
                .build())
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();
  }

  private List<Document> document() throws IOException {
    JsonToken first = parser.nextToken();
    SourceLocation at = at();
    if (first != JsonToken.START_OBJECT) {
      throw new RefusedException(
          first == null
              ? syntax(at)
              : FileErrors.shape(
                  at, "JSON whose top is no object", "put what stands there into an object"));
    }
    Node root = object();
    if (parser.nextToken() != null) {
      throw new RefusedException(
          Diagnostic.error(
              Code.FILE_SYNTAX, at(), "text after the end of the object", "remove it"));
    }
    return List.of(new Document(0, root));
  }

  private Node object() throws IOException {
    SourceLocation at = at();
    List<Node.Item> items = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      SourceLocation keyAt = at();
      String key = whole(parser.currentName(), keyAt);
      parser.nextToken();
      Node value = value();
      if (keys.add(Normalizer.normalize(key, Normalizer.Form.NFC))) {
        items.add(new Node.Entry(key, keyAt, value));
      } else {
        problems.add(FileErrors.duplicateKey(keyAt));
      }
    }
    return new Node.Mapping(items, at);
  }

  private Node array() throws IOException {
    SourceLocation at = at();
    List<Node.Item> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(new Node.Element(value()));
    }
    return new Node.Sequence(items, at);
  }

  private Node value() throws IOException {
    SourceLocation at = at();
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> new Node.Scalar(new ScalarValue.Text(whole(parser.getText(), at)), at);
      case VALUE_TRUE -> new Node.Scalar(new ScalarValue.Bool(true), at);
      case VALUE_FALSE -> new Node.Scalar(new ScalarValue.Bool(false), at);
      case VALUE_NULL -> new Node.Scalar(new ScalarValue.Null(), at);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Scalar(number(at), at);
      default -> throw new RefusedException(syntax(at));
    };
  }

  private ScalarValue number(SourceLocation at) throws IOException {
    String text = parser.getText();
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      BigInteger value = new BigInteger(text);
      if (value.bitLength() <= INT64_BITS) {
        return new ScalarValue.Int(value.longValue());
      }
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      problems.add(
          Diagnostic.error(
              Code.BAD_VALUE, at, "a number that SOPS cannot hold", "put the number into quotes"));
      return new ScalarValue.Unrepresentable();
    }
    return new ScalarValue.FloatingPoint(value);
  }

  private static String whole(String text, SourceLocation at) {
    if (!Utf8.isWhole(text)) {
      throw new RefusedException(
          Diagnostic.error(
              Code.FILE_SYNTAX, at, "half of a surrogate pair", "write the whole character"));
    }
    return text;
  }

  private SourceLocation at() {
    return at(file, parser.currentTokenLocation());
  }

  private static SourceLocation at(String file, @Nullable JsonLocation location) {
    return location == null
        ? new SourceLocation(file, 1, 1)
        : new SourceLocation(
            file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  private static Diagnostic syntax(SourceLocation at) {
    return Diagnostic.error(
        Code.FILE_SYNTAX, at, "not valid JSON", "look at commas, quotes and brackets here");
  }
}
