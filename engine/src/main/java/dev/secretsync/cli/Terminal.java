package dev.secretsync.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Where a command reads and writes.
 *
 * @param in what a person types
 * @param out the requested document, and nothing else
 * @param err progress and diagnostics
 * @param asks whether a person sits there who can be asked
 * @param outIsTerminal whether {@code out} is a terminal, so that colours show
 * @param errIsTerminal whether {@code err} is one, so that a progress line can move
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean asks,
    boolean outIsTerminal,
    boolean errIsTerminal) {

  /**
   * The process's own. The launcher says which of the three descriptors are terminals; the JVM
   * cannot tell them apart.
   */
  static Terminal ofProcess() {
    List<String> terminals = List.of(System.getProperty("secretsync.terminals", "").split(","));
    return new Terminal(
        System.in,
        System.out,
        System.err,
        terminals.contains("0") && terminals.contains("1"),
        terminals.contains("1"),
        terminals.contains("2"));
  }

  /** One that nobody sits at. */
  static Terminal piped(InputStream in, PrintStream out, PrintStream err) {
    return new Terminal(in, out, err, false, false, false);
  }

  /** Colours as the field does it (cli.md 2.2): NO_COLOR beats all, CLICOLOR_FORCE a pipe. */
  boolean colours(Map<String, String> env, boolean refused) {
    if (refused || !env.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    if (!env.getOrDefault("CLICOLOR_FORCE", "0").equals("0")
        || env.getOrDefault("GITHUB_ACTIONS", "").equals("true")) {
      return true;
    }
    return outIsTerminal && !env.getOrDefault("TERM", "").equals("dumb");
  }
}
