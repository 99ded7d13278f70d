package dev.secretsync.crypt.age;

import java.util.List;

/** One recipient's part of a header: a type, arguments, and a body (formats.md 2.1). */
final class Stanza {
  private final String type;
  private final List<String> arguments;
  private final byte[] body;

  Stanza(String type, List<String> arguments, byte[] body) {
    this.type = type;
    this.arguments = List.copyOf(arguments);
    this.body = body.clone();
  }

  String type() {
    return type;
  }

  List<String> arguments() {
    return arguments;
  }

  byte[] body() {
    return body.clone();
  }

  /** The body, which must have this size: looked at before anything is decrypted. */
  byte[] body(int size) {
    if (body.length != size) {
      throw Header.damaged();
    }
    return body();
  }

  /** All arguments, which must be so many. */
  List<String> arguments(int count) {
    if (arguments.size() != count) {
      throw Header.damaged();
    }
    return arguments;
  }

  /** The one argument, which must be base64 of so many bytes. */
  byte[] onlyArgument(int size) {
    return decode(arguments(1).getFirst(), size);
  }

  /** An argument that must be base64 of so many bytes. */
  static byte[] decode(String argument, int size) {
    return StrictBase64.decodeUnpadded(argument)
        .filter(bytes -> bytes.length == size)
        .orElseThrow(Header::damaged);
  }
}
