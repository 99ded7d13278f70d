package dev.secretsync.saved;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads JSON that somebody may have made to harm us, and takes none that has two readings. */
final class StrictJson {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NAME = 1 << 16;
  private static final int MAX_NUMBER = 20;

  /** A base64 text of a whole plan is the longest text that there is. */
  private static final ObjectMapper TREES =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNameLength(MAX_NAME)
                          .maxNumberLength(MAX_NUMBER)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .build())
          .build();

  private StrictJson() {}

  /**
   * The one object that these bytes are.
   *
   * @throws UnreadablePlan when they are anything else
   */
  static Entry read(byte[] json) {
    return read(json, Map.of());
  }

  /**
   * The same without its longest lists: as trees they would need many times the memory that their
   * text does. Their elements are taken one after the other, and none is kept.
   *
   * @param lists what takes the objects of a list, by its name; each of them has to be there
   * @throws UnreadablePlan when they are anything else
   */
  static Entry read(byte[] json, Map<String, Consumer<Entry>> lists) {
    return read(
        json,
        (parser, root) -> {
          Set<String> missing = new HashSet<>(lists.keySet());
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Optional<Consumer<Entry>> list = Optional.ofNullable(lists.get(name));
            if (parser.nextToken() == JsonToken.START_ARRAY && list.isPresent()) {
              missing.remove(name);
              while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.get().accept(new Entry(TREES.readTree(parser)));
              }
            } else {
              root.set(name, TREES.<JsonNode>readTree(parser));
            }
          }
          if (parser.nextToken() != null || !missing.isEmpty()) {
            throw new UnreadablePlan();
          }
        });
  }

  /**
   * What an object has before its first list, which is enough to tell what it is. What comes after
   * that may still be anything.
   *
   * @throws UnreadablePlan when no object begins like that
   */
  static Entry beginning(byte[] json) {
    return read(
        json,
        (parser, root) -> {
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY) {
              return;
            }
            root.set(name, TREES.<JsonNode>readTree(parser));
          }
        });
  }

  /**
   * What an object has first.
   *
   * @throws UnreadablePlan when they do not begin as an object that has anything
   */
  static String firstName(byte[] json) {
    return read(
            json,
            (parser, root) -> {
              if (parser.nextToken() == JsonToken.FIELD_NAME) {
                root.putNull(parser.currentName());
              }
            })
        .names()
        .stream()
        .findFirst()
        .orElse("");
  }

  private interface Fields {
    void read(JsonParser parser, ObjectNode into) throws IOException;
  }

  private static Entry read(byte[] json, Fields fields) {
    try (JsonParser parser = TREES.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadablePlan();
      }
      ObjectNode root = TREES.createObjectNode();
      fields.read(parser, root);
      return new Entry(root);
    } catch (IOException _) { // its message quotes what it read
      throw new UnreadablePlan();
    }
  }
}
