package dev.secretsync.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The actions that workflows name, as folders of this machine, and the program that ours run. Those
 * of GitHub itself are replaced, for they need its network: {@code src/test/actions} says by what.
 */
final class LocalActions {
  private static final Path STAND_INS = Path.of("src", "test", "actions");
  private static final Pattern USES =
      Pattern.compile("uses: ([\\w-]+/[\\w-]+)(?:/[\\w/-]+)?@(\\S+)");

  private final Path folder;

  /** Makes them in a folder that is there. */
  LocalActions(Path folder) throws IOException {
    this.folder = folder;
    Path from = Playground.PROJECT.resolve("action");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = ours().resolve("action").resolve(from.relativize(file).toString());
        Files.createDirectories(target.resolve("..").normalize());
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private Path ours() {
    return folder.resolve("secretsync");
  }

  /** By {@code OWNER/NAME@REF}, as the workflows of a folder name them. */
  Map<String, Path> of(Path workflows) throws IOException {
    Map<String, Path> places = new HashMap<>();
    try (Stream<Path> files = Files.list(workflows)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".yml")).toList()) {
        for (MatchResult uses : USES.matcher(Files.readString(file)).results().toList()) {
          places.put(uses.group(1) + "@" + uses.group(2), place(uses.group(1)));
        }
      }
    }
    return places;
  }

  private Path place(String action) {
    return action.startsWith("actions/")
        ? STAND_INS.resolve(action.substring("actions/".length())).toAbsolutePath()
        : ours();
  }

  /** The packed program where the build names it ({@code -Dpacked=FOLDER}), else these classes. */
  Path program() throws IOException {
    if (System.getProperty("packed") != null) {
      return Path.of(System.getProperty("packed")).toAbsolutePath();
    }
    Path program = folder.resolve("program");
    Path start = Files.createDirectories(program.resolve("bin")).resolve("secretsync");
    Files.writeString(
        start,
        """
        #!/usr/bin/env bash
        exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \\
          -cp '%s' dev.secretsync.cli.Main "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwx------"));
    return program;
  }
}
