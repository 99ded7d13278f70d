package dev.secretsync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of our actions, as GitHub reads it.
 *
 * @param name its folder
 */
record ActionFile(String name, JsonNode root) {
  static final Path FOLDER = Playground.PROJECT.resolve("action");
  private static final Pattern INPUT = Pattern.compile("\\$\\{\\{ inputs\\.([a-z0-9-]+) \\}\\}");
  private static final YAMLMapper YAML = new YAMLMapper();

  static ActionFile of(String name) throws IOException {
    return new ActionFile(name, yaml(FOLDER.resolve(name).resolve("action.yml")));
  }

  static List<ActionFile> all() throws IOException {
    List<ActionFile> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(FOLDER)) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        all.add(of(folder.getFileName().toString()));
      }
    }
    return all;
  }

  static JsonNode yaml(Path file) throws IOException {
    return YAML.readTree(Files.readString(file));
  }

  List<String> inputs() {
    return names(root.path("inputs"));
  }

  List<String> outputs() {
    return names(root.path("outputs"));
  }

  JsonNode steps() {
    return root.path("runs").path("steps");
  }

  /** The one that does what the action is for. */
  JsonNode last() {
    return steps().path(steps().size() - 1);
  }

  /** The environment of its last step, with these inputs and the defaults of the others. */
  Map<String, String> environment(Map<String, String> given) {
    Map<String, String> env = new TreeMap<>();
    last()
        .path("env")
        .properties()
        .forEach(variable -> {
          String input = inputOf(variable.getValue().asText());
          env.put(
              variable.getKey(),
              given.getOrDefault(input, root.path("inputs").path(input).path("default").asText()));
        });
    return env;
  }

  /** The input that an expression is about; it may be about nothing else. */
  static String inputOf(String expression) {
    Matcher matcher = INPUT.matcher(expression);
    if (!matcher.matches()) {
      throw new AssertionError(expression + " is not one input");
    }
    return matcher.group(1);
  }

  /** What its part of the README has to be. */
  String tables() {
    StringBuilder text = new StringBuilder("| input | default | what it says |\n|---|---|---|\n");
    root.path("inputs")
        .properties()
        .forEach(input -> {
          String standard = input.getValue().path("default").asText();
          text.append("| `")
              .append(input.getKey())
              .append("` | ")
              .append(standard.isEmpty() ? "" : "`" + standard + "`")
              .append(" | ")
              .append(input.getValue().path("description").asText())
              .append(" |\n");
        });
    if (!outputs().isEmpty()) {
      text.append("\n| output | what it says |\n|---|---|\n");
    }
    root.path("outputs")
        .properties()
        .forEach(output ->
            text.append("| `")
                .append(output.getKey())
                .append("` | ")
                .append(output.getValue().path("description").asText())
                .append(" |\n"));
    return text.toString();
  }

  private static List<String> names(JsonNode map) {
    return map.properties().stream().map(Map.Entry::getKey).toList();
  }
}
