package dev.secretsync.crypt.age;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The header of an age file (formats.md 2.1). */
final class Header {
  private static final String VERSION = "age-encryption.org/v1";
  private static final String STANZA = "-> ";
  private static final String MAC = "--- ";
  private static final int COLUMNS = 64;
  private static final int MAX_HEADER = 1 << 20;
  private static final int MAX_LINE = 64 << 10;
  private static final int MAX_STANZAS = 256;
  private static final int MAC_SIZE = 32;

  private final List<Stanza> stanzas;
  private final byte[] authenticated;
  private final byte[] mac;
  private final int size;

  private Header(List<Stanza> stanzas, byte[] authenticated, byte[] mac, int size) {
    this.stanzas = List.copyOf(stanzas);
    this.authenticated = authenticated;
    this.mac = mac;
    this.size = size;
  }

  static Header parse(byte[] file) {
    return new Reader(file).header();
  }

  List<Stanza> stanzas() {
    return stanzas;
  }

  /** What the MAC is made over: all up to and with {@code ---}. */
  byte[] authenticated() {
    return authenticated.clone();
  }

  byte[] mac() {
    return mac.clone();
  }

  /** Bytes of the file that belong to the header. */
  int size() {
    return size;
  }

  /** The bytes of a header with these stanzas, which {@code fileKey} authenticates. */
  static byte[] write(List<Stanza> stanzas, byte[] fileKey) {
    byte[] authenticated = authenticated(stanzas);
    return withMac(authenticated, FileKey.headerMac(fileKey, authenticated));
  }

  /** The same file header again from what was read of it. */
  byte[] write() {
    return withMac(authenticated(stanzas), mac);
  }

  private static byte[] authenticated(List<Stanza> stanzas) {
    StringBuilder text = new StringBuilder(VERSION).append('\n');
    for (Stanza stanza : stanzas) {
      text.append(STANZA).append(stanza.type());
      stanza.arguments().forEach(argument -> text.append(' ').append(argument));
      text.append('\n');
      String body = StrictBase64.encodeUnpadded(stanza.body());
      // a body whose last line is full ends in an empty one
      for (int at = 0; at <= body.length(); at += COLUMNS) {
        text.append(body, at, Math.min(at + COLUMNS, body.length())).append('\n');
      }
    }
    text.append(MAC, 0, MAC.length() - 1);
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] withMac(byte[] authenticated, byte[] mac) {
    byte[] end =
        (" " + StrictBase64.encodeUnpadded(mac) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    byte[] header = Arrays.copyOf(authenticated, authenticated.length + end.length);
    System.arraycopy(end, 0, header, authenticated.length, end.length);
    return header;
  }

  static DamagedAgeFile damaged() {
    return new DamagedAgeFile(AgeOpening.Part.HEADER);
  }

  private static final class Reader {
    private final byte[] file;
    private int at;

    Reader(byte[] file) {
      this.file = file;
    }

    Header header() {
      if (!line().equals(VERSION)) {
        throw damaged();
      }
      List<Stanza> stanzas = new ArrayList<>();
      int lineStart = at;
      for (String line = line(); !line.startsWith(MAC); line = line()) {
        if (stanzas.size() == MAX_STANZAS) {
          throw damaged();
        }
        stanzas.add(stanza(line));
        lineStart = at;
      }
      if (stanzas.isEmpty()) {
        throw damaged();
      }
      byte[] authenticated = Arrays.copyOf(file, lineStart + MAC.length() - 1);
      byte[] mac = base64(ascii(lineStart + MAC.length(), at - 1));
      if (mac.length != MAC_SIZE) {
        throw damaged();
      }
      return new Header(stanzas, authenticated, mac, at);
    }

    private Stanza stanza(String line) {
      if (!line.startsWith(STANZA)) {
        throw damaged();
      }
      String[] words = line.substring(STANZA.length()).split(" ", -1);
      for (String word : words) {
        if (word.isEmpty() || !word.chars().allMatch(c -> c >= 0x21 && c <= 0x7e)) {
          throw damaged();
        }
      }
      StringBuilder body = new StringBuilder();
      String bodyLine;
      do {
        bodyLine = line();
        if (bodyLine.length() > COLUMNS) {
          throw damaged();
        }
        body.append(bodyLine);
      } while (bodyLine.length() == COLUMNS);
      return new Stanza(words[0], List.of(words).subList(1, words.length), base64(body.toString()));
    }

    private String line() {
      int end = at;
      while (end < file.length && file[end] != '\n') {
        end++;
      }
      if (end == file.length || end - at > MAX_LINE || end >= MAX_HEADER) {
        throw damaged();
      }
      String line = ascii(at, end);
      at = end + 1;
      return line;
    }

    private String ascii(int from, int to) {
      return new String(file, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] base64(String text) {
      return StrictBase64.decodeUnpadded(text).orElseThrow(Header::damaged);
    }
  }
}
