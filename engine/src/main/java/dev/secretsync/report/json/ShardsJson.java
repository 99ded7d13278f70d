package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.shard.Sizing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * The shards of a fleet as a matrix of GitHub Actions (cli.md 6.6), on one line: that is what an
 * output of a step takes.
 */
public final class ShardsJson {
  private ShardsJson() {}

  public static void write(Sizing sizing, Writer out) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode include = root.putArray("include");
    sizing
        .shards()
        .forEach(one ->
            include
                .addObject()
                .put("shard", one.shard().toString())
                .put("clusters", one.clusters())
                .put("weight", one.weight()));
    try {
      out.write(JsonText.line(root) + "\n");
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
