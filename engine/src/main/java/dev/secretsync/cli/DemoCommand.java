package dev.secretsync.cli;

/** {@code secretsync demo}. */
final class DemoCommand {
  private DemoCommand() {}

  static int run(Invocation invocation) {
    throw Invocation.usage("demo is not here yet", "");
  }
}
