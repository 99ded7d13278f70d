package dev.secretsync.report.ci;

import dev.secretsync.report.Shown;
import java.util.ArrayList;
import java.util.List;

/**
 * A line that GitHub Actions acts on (cli.md 2.7). Whatever stands in it can neither end it, nor
 * end one of its properties.
 */
public final class WorkflowCommand {
  private final String name;
  private final List<String> properties;

  private WorkflowCommand(String name, List<String> properties) {
    this.name = name;
    this.properties = properties;
  }

  static WorkflowCommand of(String name) {
    return new WorkflowCommand(name, List.of());
  }

  WorkflowCommand with(String property, String value) {
    List<String> more = new ArrayList<>(properties);
    more.add(property + "=" + data(Shown.name(value)).replace(":", "%3A").replace(",", "%2C"));
    return new WorkflowCommand(name, more);
  }

  /** The line, with its end. */
  String line(String message) {
    return "::"
        + name
        + (properties.isEmpty() ? "" : " " + String.join(",", properties))
        + "::"
        + data(message)
        + "\n";
  }

  /**
   * Has the runner take nothing for a command.
   *
   * @param token ends that; nobody may guess it
   */
  public static String stop(String token) {
    return "::stop-commands::" + token;
  }

  /** Ends what {@link #stop} began. */
  public static String resume(String token) {
    return "::" + token + "::";
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }
}
