package dev.secretsync.files;

import dev.secretsync.crypt.sops.Store;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.model.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What {@code edit} shows for a file that does not exist yet. */
final class Example {
  private Example() {}

  static List<Document> of(FileFormat format) {
    byte[] text = text(format).getBytes(StandardCharsets.UTF_8);
    return Store.readPlain(format, "the example", text, new Problems());
  }

  private static String text(FileFormat format) {
    return switch (format) {
      case YAML ->
          """
          # Replace all of this. Values are encrypted, keys are not.
          apiVersion: v1
          kind: Secret
          metadata:
              name: example
          stringData:
              username: somebody
              password: change me
          """;
      case JSON ->
          """
          {
          \t"note": "Replace all of this. Values are encrypted, keys are not.",
          \t"username": "somebody",
          \t"password": "change me"
          }
          """;
      case DOTENV ->
          """
          # Replace all of this. Values are encrypted, keys are not.
          USERNAME=somebody
          PASSWORD=change me
          """;
      case INI ->
          """
          [example]
          ; Replace all of this. Values are encrypted, keys are not.
          username = somebody
          password = change me
          """;
      case BINARY -> "Replace all of this. It is encrypted as it is.\n";
    };
  }
}
