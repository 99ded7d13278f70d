package dev.secretsync.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes trees that were built by hand: no object of ours is ever given to Jackson. The same text
 * for whoever parses it, and harmless for a terminal or a CI log that shows it (security.md P3):
 * all but printable ASCII is escaped, and so is the {@code #} of Azure's and GitHub's {@code ##[}.
 */
public final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  static {
    MAPPER.getFactory().setCharacterEscapes(new Harmless());
  }

  private JsonText() {}

  /**
   * A list whose elements are made when they are written, one after the other: of a large fleet
   * they would not fit into memory together.
   */
  static JsonNode list(Stream<? extends JsonNode> elements) {
    return new POJONode(
        new JsonSerializable.Base() {
          @Override
          public void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartArray();
            for (JsonNode element :
                (Iterable<JsonNode>) elements.map(JsonNode.class::cast)::iterator) {
              element.serialize(out, provider);
            }
            out.writeEndArray();
          }

          @Override
          public void serializeWithType(
              JsonGenerator out, SerializerProvider provider, TypeSerializer type)
              throws IOException {
            serialize(out, provider);
          }
        });
  }

  /** Indented, in the order of the tree, with a line end at the end. */
  public static void write(JsonNode tree, Writer out) {
    try {
      MAPPER.writerWithDefaultPrettyPrinter().writeValue(out, tree);
      out.write('\n');
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes cannot fail to be written", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same on one line, without its end. */
  static String line(JsonNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes cannot fail to be written", e);
    }
  }

  private static final class Harmless extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7f;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      codes['#'] = ESCAPE_STANDARD;
      codes[DELETE] = ESCAPE_STANDARD;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null;
    }
  }
}
