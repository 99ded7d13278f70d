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
}
