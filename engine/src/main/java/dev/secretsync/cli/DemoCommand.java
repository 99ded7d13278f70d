package dev.secretsync.cli;

/** {@code secretsync demo}. */
final class DemoCommand {
  private DemoCommand() {}

  static int run(Invocation invocation) {
    invocation.out().println("demo is not here yet");
    return 64;
  }
}
