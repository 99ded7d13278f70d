package dev.secretsync.document;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes dotenv as SOPS does; see {@link DotenvReader}. */
public final class DotenvWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Diagnostic> problems = new ArrayList<>();

  private DotenvWriter() {}

  /**
   * The bytes of a file.
   *
   * @throws RefusedException with everything that dotenv cannot hold: collections, keys that do not
   *     read back, a backslash before an {@code n}
   */
  public static byte[] write(Node.Mapping root) {
    DotenvWriter writer = new DotenvWriter();
    root.items().forEach(writer::item);
    if (!writer.problems.isEmpty()) {
      throw new RefusedException(writer.problems);
    }
    return writer.out.toByteArray();
  }

  private void item(Node.Item item) {
    switch (item) {
      case Node.Comment(String text, _, _) -> {
        for (String line : text.split("\n", -1)) {
          text("#" + line + "\n");
        }
      }
      case Node.Entry(String key, _, Node.Scalar scalar) when isKey(key) -> {
        text(key + "=");
        value(LeafText.bytes(scalar));
        text("\n");
      }
      case Node.Entry(String key, var at, _) when !isKey(key) ->
          problems.add(FileErrors.unfit(at, "a key that dotenv cannot hold", "rename the key"));
      case Node.Entry(_, var at, _) ->
          problems.add(
              FileErrors.unfit(
                  at, "dotenv cannot hold a mapping or a list", "write the file as YAML or JSON"));
      case Node.Element _ -> {}
    }
  }

  private static boolean isKey(String key) {
    return key.indexOf('=') < 0 && key.indexOf('\n') < 0 && !key.startsWith("#");
  }

  private void value(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '\n') {
        text("\\n");
      } else {
        out.write(b);
      }
    }
  }

  private void text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
