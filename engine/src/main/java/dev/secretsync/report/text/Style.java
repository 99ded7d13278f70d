package dev.secretsync.report.text;

/**
 * Colours of a terminal, or none. Colour only repeats what a symbol or a word says already.
 *
 * @param colours whether the reader's terminal shows ANSI colours
 */
public record Style(boolean colours) {
  private static final String RESET = "\u001b[0m";

  /** No colours. */
  public static Style plain() {
    return new Style(false);
  }

  /** For the one line that says all is well. */
  public String success(String text) {
    return boldGreen(text);
  }

  String bold(String text) {
    return wrap("\u001b[1m", text);
  }

  String green(String text) {
    return wrap("\u001b[32m", text);
  }

  String boldGreen(String text) {
    return wrap("\u001b[1;32m", text);
  }

  String yellow(String text) {
    return wrap("\u001b[33m", text);
  }

  String red(String text) {
    return wrap("\u001b[31m", text);
  }

  String boldRed(String text) {
    return wrap("\u001b[1;31m", text);
  }

  String magenta(String text) {
    return wrap("\u001b[35m", text);
  }

  private String wrap(String code, String text) {
    return colours ? code + text + RESET : text;
  }
}
