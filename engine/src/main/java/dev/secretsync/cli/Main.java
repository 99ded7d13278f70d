package dev.secretsync.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/** The program: arguments and environment in, exit code out. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args, System.getenv(), System.in, System.out, System.err));
  }

  /** Runs one command; what tests and {@code demo} call. Never exits the process. */
  public static int run(
      String[] args, Map<String, String> env, InputStream in, PrintStream out, PrintStream err) {
    out.println("secretsync " + String.join(" ", args));
    return 0;
  }
}
