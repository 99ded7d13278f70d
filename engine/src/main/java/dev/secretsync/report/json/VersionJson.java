package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.Writer;

/** The version, for programs. */
public final class VersionJson {
  private VersionJson() {}

  /** Writes {@code {"version": …, "java": …}}. */
  public static void write(String version, Writer out) {
    JsonText.write(
        JsonNodeFactory.instance
            .objectNode()
            .put("version", version)
            .put("java", Runtime.version().toString()),
        out);
  }
}
