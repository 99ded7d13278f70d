package dev.secretsync.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** Writes trees that were built by hand: no object of ours is ever given to Jackson. */
final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).build();

  private JsonText() {}

  static void write(JsonNode tree, Writer out) {
    try {
      out.write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree));
      out.write('\n');
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes cannot fail to be written", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
