package dev.secretsync.cli;

import dev.secretsync.files.KeyFiles;
import dev.secretsync.model.ExitCode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code secretsync keygen}: makes an age identity, or tells the recipients of those in a file. */
final class KeygenCommand {
  private static final String STANDARD_INPUT = "-";

  private KeygenCommand() {}

  static int run(Invocation invocation) {
    List<String> arguments = invocation.line().getArgList();
    boolean convert = invocation.has(Flag.CONVERT);
    if (arguments.size() > (convert ? 1 : 0)) {
      throw Invocation.usage(
          convert ? "keygen -y takes one FILE" : "keygen takes no FILE without -y",
          "write to a file with -o FILE");
    }
    if (convert && invocation.has(Flag.PQ)) {
      throw Invocation.usage("--pq and -y exclude each other", "give one of them");
    }
    Optional<Path> output = invocation.value(Flag.OUTPUT).map(Path::of);
    if (convert) {
      convert(arguments.isEmpty() ? STANDARD_INPUT : arguments.getFirst(), output, invocation);
    } else {
      make(output, invocation);
    }
    return ExitCode.OK.number();
  }

  private static void make(Optional<Path> output, Invocation invocation) {
    KeyFiles.Kind kind = invocation.has(Flag.PQ) ? KeyFiles.Kind.HYBRID : KeyFiles.Kind.X25519;
    Terminal terminal = invocation.terminal();
    String recipient =
        output
            .map(file -> KeyFiles.create(kind, invocation.clock().instant(), file))
            .orElseGet(() -> KeyFiles.write(kind, invocation.clock().instant(), terminal.out()));
    if (output.isPresent() || !terminal.outIsTerminal()) {
      terminal.err().println("Public key: " + recipient);
    }
  }

  private static void convert(String input, Optional<Path> output, Invocation invocation) {
    String recipients =
        input.equals(STANDARD_INPUT)
            ? KeyFiles.recipients("standard input", invocation.terminal().in())
            : KeyFiles.recipients(Path.of(input));
    if (output.isPresent()) {
      KeyFiles.createRecipients(recipients, output.get());
    } else {
      PrintStream out = invocation.terminal().out();
      out.writeBytes(recipients.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
