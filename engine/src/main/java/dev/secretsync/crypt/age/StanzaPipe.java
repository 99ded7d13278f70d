package dev.secretsync.crypt.age;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The stanzas that a plugin and we say to each other (formats.md 2.1, 2.6). All that it says
 * together has a limit, and its bodies, which may be keys, never become a text.
 */
final class StanzaPipe {
  private static final int MAX_BYTES = 1 << 20;
  private static final int COLUMNS = 64;
  private static final String ARROW = "-> ";

  private final InputStream in;
  private final OutputStream out;
  private final KeyMemory memory;
  private int left = MAX_BYTES;

  StanzaPipe(InputStream in, OutputStream out, KeyMemory memory) {
    this.in = in;
    this.out = out;
    this.memory = memory;
  }

  /** What a plugin said; its body lies in the memory of the pipe. */
  static final class Said {
    private final List<String> words;
    private final byte[] body;

    private Said(List<String> words, byte[] body) {
      this.words = words;
      this.body = body;
    }

    String type() {
      return words.getFirst();
    }

    List<String> arguments() {
      return words.subList(1, words.size());
    }

    byte[] body() {
      return body;
    }
  }

  void say(String... words) throws IOException {
    say(new byte[0], List.of(words));
  }

  void say(byte[] body, List<String> words) throws IOException {
    byte[] base64 = memory.keep(Base64.getEncoder().withoutPadding().encode(body));
    out.write((ARROW + String.join(" ", words) + "\n").getBytes(StandardCharsets.US_ASCII));
    // the last line is shorter than the others, so that it may have to be empty
    for (int at = 0; at <= base64.length; at += COLUMNS) {
      out.write(base64, at, Math.min(COLUMNS, base64.length - at));
      out.write('\n');
    }
    out.flush();
  }

  /**
   * The next stanza.
   *
   * @throws IOException when there is none, when it is malformed, or when it is too much
   */
  Said hear() throws IOException {
    String line = new String(line(), StandardCharsets.ISO_8859_1);
    if (!line.startsWith(ARROW)) {
      throw malformed();
    }
    List<String> words = List.of(line.substring(ARROW.length()).split(" ", -1));
    for (String word : words) {
      if (word.isEmpty() || !word.chars().allMatch(c -> c >= 0x21 && c <= 0x7e)) {
        throw malformed();
      }
    }
    return new Said(words, body());
  }

  private byte[] body() throws IOException {
    Erasable base64 = new Erasable();
    byte[] line;
    do {
      line = line();
      if (line.length > COLUMNS) {
        throw malformed();
      }
      base64.write(line, 0, line.length);
    } while (line.length == COLUMNS);
    byte[] text = memory.keep(base64.toByteArray());
    base64.erase();
    try {
      byte[] body = memory.keep(Base64.getDecoder().decode(text));
      byte[] canonical = memory.keep(Base64.getEncoder().withoutPadding().encode(body));
      if (!Arrays.equals(canonical, text)) {
        throw malformed();
      }
      return body;
    } catch (IllegalArgumentException _) {
      throw malformed();
    }
  }

  private byte[] line() throws IOException {
    Erasable line = new Erasable();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || --left < 0) {
        throw malformed();
      }
      line.write(b);
    }
    byte[] bytes = memory.keep(line.toByteArray());
    line.erase();
    return bytes;
  }

  private static IOException malformed() {
    return new IOException("a plugin said no stanza");
  }

  private static final class Erasable extends ByteArrayOutputStream {
    void erase() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
