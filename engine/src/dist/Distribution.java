import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes the self-contained folder that users unpack: a runtime, the jars, an AOT cache and a start
 * script. The build runs it as a single source file with the JDK that compiled the project:
 *
 * <pre>java Distribution.java TARGET SOURCES ENGINE_JAR CLASS_PATH TIMESTAMP LICENSE TRAINING</pre>
 *
 * <p>TRAINING is the secretsync command (words parted by spaces) that is run once so that the AOT
 * cache holds the classes it loads. Nothing is done when nothing that goes in has changed since the
 * last time.
 */
final class Distribution {
  /** What the jars need of the JDK; jdeps names more, for code paths that we do not have. */
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging", // fallback of System.Logger, which java.net.http uses
          "java.management", // JGit registers its caches as MBeans
          "java.naming", // Bouncy Castle's PKIX classes name it
          "java.net.http", // fabric8's HTTP client
          "java.security.jgss", // JGit's transport classes name it
          "java.xml", // JGit and Jackson name it in signatures
          "jdk.httpserver", // embedded API servers of `demo`
          "jdk.unsupported", // sun.misc.Signal and Unsafe
          "jdk.zipfs"); // resources of the jars as paths

  private static final int TRAINING_MINUTES = 3;

  private final Path target;
  private final Path sources;
  private final FileTime timestamp;

  private Distribution(Path target, Path sources, Instant timestamp) {
    this.target = target;
    this.sources = sources;
    this.timestamp = FileTime.from(timestamp);
  }

  public static void main(String[] args) throws Exception {
    var distribution = new Distribution(Path.of(args[0]), Path.of(args[1]), Instant.parse(args[4]));
    List<String> training = List.of(args[6].split(" "));
    distribution.make(Path.of(args[2]), libraries(args[3]), Path.of(args[5]), training);
  }

  /** The jars of a class path, sorted by name; the folder of our own classes is not one. */
  private static List<Path> libraries(String classPath) {
    return Arrays.stream(classPath.split(java.io.File.pathSeparator))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .sorted(Comparator.comparing(path -> path.getFileName().toString()))
        .toList();
  }

  private void make(Path engine, List<Path> libraries, Path license, List<String> training)
      throws Exception {
    Path stamp = target.resolveSibling(target.getFileName() + ".stamp");
    String runtime = "runtime " + System.getProperty("java.vm.version") + MODULES;
    String inputs = fingerprint(engine, libraries, license, runtime + training);
    if (Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
      return;
    }
    Files.deleteIfExists(stamp);
    makeRuntime(stamp.resolveSibling("runtime.stamp"), runtime);
    deleteTree(target.resolve("lib"));
    deleteTree(target.resolve("bin"));
    deleteTree(target.resolve("legal"));
    copy(license, "LICENSE");
    copy(engine, "lib/secretsync.jar");
    for (Path library : libraries) {
      copyLibrary(library, "lib/" + library.getFileName());
      copyLicenses(library);
    }
    copy(sources.resolve("jvm.options"), "lib/jvm.options");
    Path launcher = copy(sources.resolve("bin/secretsync"), "bin/secretsync");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    train(training);
    Files.writeString(stamp, inputs);
  }

  private String fingerprint(Path engine, List<Path> libraries, Path license, String words)
      throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    var files = new ArrayList<>(libraries);
    Collections.addAll(files, engine, license, sources.resolve("Distribution.java"));
    Collections.addAll(files, sources.resolve("jvm.options"), sources.resolve("bin/secretsync"));
    for (Path file : files) {
      digest.update(file.getFileName().toString().getBytes());
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest(words.getBytes()));
  }

  private void makeRuntime(Path stamp, String inputs) throws IOException {
    Path runtime = target.resolve("runtime");
    if (Files.exists(stamp)
        && Files.readString(stamp).equals(inputs)
        && Files.exists(runtime.resolve("bin/java"))) {
      return;
    }
    Files.deleteIfExists(stamp);
    deleteTree(runtime);
    Files.createDirectories(target);
    int status =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IllegalStateException("this JDK has no jlink"))
            .run(
                System.out,
                System.err,
                "--add-modules",
                String.join(",", MODULES),
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--compress=zip-6",
                "--output",
                runtime.toString());
    if (status != 0) {
      throw new IllegalStateException("jlink ended with " + status);
    }
    Files.writeString(stamp, inputs);
  }

  /** One fixed time for all files: the AOT cache remembers it, and archives stay the same. */
  private Path copy(Path from, String to) throws IOException {
    Path copy = target.resolve(to);
    Files.createDirectories(copy.getParent());
    Files.copy(from, copy, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(copy, timestamp);
    return copy;
  }

  /**
   * Copies a jar without its signature. The AOT cache holds no class of a signed jar, which would
   * leave JGit and Bouncy Castle to be parsed at every start. What users trust is the folder as a
   * whole. Nothing may offer itself as a security provider either: looking for one by name would
   * start all of them.
   */
  private Path copyLibrary(Path from, String to) throws IOException {
    Path copy = target.resolve(to);
    Files.createDirectories(copy.getParent());
    try (var jar = new JarFile(from.toFile(), false)) {
      if (Collections.list(jar.entries()).stream().noneMatch(Distribution::isOfSignature)) {
        return copy(from, to);
      }
      try (var out = new JarOutputStream(Files.newOutputStream(copy))) {
        var manifest = new ZipEntry(JarFile.MANIFEST_NAME);
        manifest.setLastModifiedTime(timestamp);
        out.putNextEntry(manifest);
        // only the main section: the others are digests that belong to the signature
        var unsigned = new Manifest();
        unsigned.getMainAttributes().putAll(jar.getManifest().getMainAttributes());
        unsigned.write(out);
        for (JarEntry entry : Collections.list(jar.entries())) {
          if (!isOfSignature(entry)
              && !entry.getName().equals(JarFile.MANIFEST_NAME)
              && !entry.getName().equals("META-INF/services/java.security.Provider")) {
            var kept = new ZipEntry(entry.getName());
            kept.setLastModifiedTime(timestamp);
            out.putNextEntry(kept);
            try (InputStream content = jar.getInputStream(entry)) {
              content.transferTo(out);
            }
          }
        }
      }
    }
    Files.setLastModifiedTime(copy, timestamp);
    return copy;
  }

  private static boolean isOfSignature(JarEntry entry) {
    return entry.getName().matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
  }

  /** License and notice texts must travel with what they belong to. */
  private void copyLicenses(Path library) throws IOException {
    try (var jar = new ZipFile(library.toFile())) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName().replaceFirst("^META-INF/", "");
        if (!entry.isDirectory()
            && name.toUpperCase(Locale.ROOT)
                .matches("(LICENSE|NOTICE|COPYING|ABOUT)([-_.][^/]*)?(?<!\\.CLASS)")) {
          Path copy = target.resolve("legal").resolve(library.getFileName() + "." + name);
          Files.createDirectories(copy.getParent());
          try (InputStream text = jar.getInputStream(entry)) {
            Files.copy(text, copy, StandardCopyOption.REPLACE_EXISTING);
          }
          Files.setLastModifiedTime(copy, timestamp);
        }
      }
    }
  }

  /** Runs one command for its classes' sake; its output is shown only when it fails. */
  private void train(List<String> command) throws IOException, InterruptedException {
    Path cache = target.resolve("lib/secretsync.aot");
    Path folder = Files.createTempDirectory("secretsync-training");
    Path output = folder.resolve("output");
    try {
      var line = new ArrayList<String>();
      line.add(target.resolve("runtime/bin/java").toString());
      line.add("@" + target.resolve("lib/jvm.options"));
      line.add("-XX:AOTCacheOutput=" + cache);
      line.addAll(List.of("-jar", target.resolve("lib/secretsync.jar").toString()));
      line.addAll(command);
      var builder = new ProcessBuilder(line).directory(folder.toFile());
      // no kubeconfig, keys or virtual machine flags of whoever builds
      builder.environment().keySet().retainAll(List.of("PATH", "TMPDIR"));
      builder.environment().put("HOME", folder.toString());
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      Process process = builder.start();
      if (!process.waitFor(TRAINING_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("training with " + command + " did not end");
      }
      if (process.exitValue() != 0 || !Files.exists(cache)) {
        System.err.write(Files.readAllBytes(output));
        throw new IllegalStateException(
            "training with " + command + " ended with " + process.exitValue());
      }
    } finally {
      deleteTree(folder);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
