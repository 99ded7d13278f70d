package dev.secretsync.cli;

import dev.secretsync.demo.Demo;
import dev.secretsync.model.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code secretsync demo}: the real commands, in this process, on embedded clusters. */
final class DemoCommand {
  private DemoCommand() {}

  static int run(Invocation invocation) {
    Demo demo =
        new Demo(
            invocation.terminal().out(),
            (arguments, env) ->
                Main.run(coloured(invocation, arguments), env, invocation.terminal()));
    return demo.run(invocation.has(Flag.KEEP)) ? ExitCode.OK.number() : ExitCode.ERROR.number();
  }

  private static String[] coloured(Invocation invocation, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    boolean known =
        Commands.named(arguments.getFirst())
            .filter(command -> command.flags().contains(Flag.NO_COLOR))
            .isPresent();
    if (known
        && !invocation
            .terminal()
            .colours(Map.copyOf(invocation.env()), invocation.has(Flag.NO_COLOR))) {
      all.add("--" + Flag.NO_COLOR.longName());
    }
    return all.toArray(String[]::new);
  }
}
