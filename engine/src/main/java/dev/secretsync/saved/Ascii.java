package dev.secretsync.saved;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.secretsync.files.WholeFile;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.function.Consumer;

/** Texts that are written in ASCII, as our documents are. */
final class Ascii {
  private Ascii() {}

  static WholeFile.Content of(Consumer<Writer> text) {
    return out -> {
      Writer writer = new OutputStreamWriter(out, US_ASCII);
      text.accept(writer);
      writer.flush();
    };
  }
}
