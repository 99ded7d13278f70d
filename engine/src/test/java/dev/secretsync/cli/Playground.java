package dev.secretsync.cli;

import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import dev.secretsync.fixtures.apiserver.LoggedRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.StoredConfig;

/** A temporary folder with a Git repository, clusters c1, c2, c3, and secretsync to run on them. */
final class Playground implements AutoCloseable {
  /** The folder of secretsync's own repository, seen from where Maven runs the tests. */
  static final Path PROJECT = Path.of("..");

  /** The public test key that opens the files of the quickstart. */
  static final Path KEY = PROJECT.resolve("examples/test-age-key.txt");

  static final List<String> CONTEXTS = List.of("c1", "c2", "c3");
  private static final PersonIdent SOMEBODY =
      new PersonIdent(
          "Somebody",
          "somebody@example.com",
          Instant.parse("2026-01-01T00:00:00Z"),
          ZoneOffset.UTC);

  private final Path folder;
  private final boolean owned;
  private final SortedMap<String, ApiServer> clusters = new TreeMap<>();
  private final SortedSet<String> down = new TreeSet<>();
  private final Map<String, String> env = new TreeMap<>();
  private final List<String> commits = new ArrayList<>();

  /** How a run of secretsync ended. */
  record Ran(int exit, String out, String err) {}

  private Playground(Path folder, boolean owned, Supplier<? extends ApiServer> server)
      throws IOException {
    this.folder = folder;
    this.owned = owned;
    try {
      CONTEXTS.forEach(context -> clusters.put(context, server.get()));
      Files.createDirectory(repository());
      Files.createDirectory(folder.resolve("home"));
      writeKubeconfig();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    env.put("HOME", folder.resolve("home").toString());
    env.put("KUBECONFIG", kubeconfig().toString());
    env.put("SOPS_AGE_KEY_FILE", KEY.toAbsolutePath().normalize().toString());
  }

  /** On three embedded clusters. */
  static Playground embedded() {
    return on(() -> EmbeddedApiServer.start(ApiServer.Options.defaults().withClock(ticking())));
  }

  /**
   * Every look at it is a second later. {@code managedFields} know whole seconds only, and which of
   * two writes was the later one must not depend on how quick a test is.
   */
  private static Clock ticking() {
    AtomicLong seconds = new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").getEpochSecond());
    return new Clock() {
      @Override
      public Instant instant() {
        return Instant.ofEpochSecond(seconds.getAndIncrement());
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  /** On three servers started by {@code server}; the repository's folder is there and empty. */
  static Playground on(Supplier<? extends ApiServer> server) {
    return made(true, server);
  }

  /** On servers that outlive it: one for every context, so that the repository must choose. */
  static Playground beside(ApiServer server) {
    return beside(List.of(server, server, server));
  }

  /** On servers that outlive it. */
  static Playground beside(List<ApiServer> servers) {
    return made(false, servers.iterator()::next);
  }

  private static Playground made(boolean owned, Supplier<? extends ApiServer> server) {
    try {
      return new Playground(
          Files.createTempDirectory("secretsync-test").toRealPath(), owned, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  Path repository() {
    return folder.resolve("repo");
  }

  Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  Map<String, String> env() {
    return env;
  }

  /** Commit ids, oldest first. */
  List<String> commits() {
    return commits;
  }

  ApiServer cluster(String context) {
    return Optional.ofNullable(clusters.get(context))
        .orElseThrow(() -> new IllegalArgumentException("no cluster in context " + context));
  }

  /** The embedded server, for its faults and its log. */
  EmbeddedApiServer embedded(String context) {
    return (EmbeddedApiServer) cluster(context);
  }

  Somebody somebody(String context) {
    return new Somebody(cluster(context));
  }

  /** The requests of secretsync, not those of others. */
  List<LoggedRequest> requests(String context) {
    return embedded(context).requests().stream()
        .filter(request -> !request.userAgent().equals(Somebody.USER_AGENT))
        .toList();
  }

  void forgetRequests() {
    CONTEXTS.forEach(context -> embedded(context).forgetRequests());
  }

  /** From now on nothing listens where the kubeconfig says; the objects stay. */
  void stop(String context) {
    cluster(context);
    down.add(context);
    writeKubeconfig();
  }

  void start(String context) {
    cluster(context);
    down.remove(context);
    writeKubeconfig();
  }

  /** From now on each of two contexts reaches the cluster of the other. */
  void swap(String one, String other) {
    ApiServer first = cluster(one);
    clusters.put(one, cluster(other));
    clusters.put(other, first);
    writeKubeconfig();
  }

  /** From now on another context reaches the same cluster. */
  void alias(String context, String another) {
    clusters.put(another, cluster(context));
    writeKubeconfig();
  }

  private void writeKubeconfig() {
    try {
      EmbeddedApiServer.kubeconfig(kubeconfig(), clusters);
      String text = Files.readString(kubeconfig());
      for (String context : down) {
        text = text.replace(cluster(context).url(), "https://127.0.0.1:1");
      }
      Files.writeString(kubeconfig(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void init() throws IOException {
    try (Git git = Git.init().setDirectory(repository().toFile()).setInitialBranch("main").call()) {
      git.getRepository().getConfig().setBoolean("gc", null, "autoDetach", false);
    } catch (GitAPIException e) {
      throw new IOException(e);
    }
  }

  /** From now on the repository is a clone of the one at this address. */
  void origin(String address) throws IOException {
    try (Git git = Git.open(repository().toFile())) {
      StoredConfig config = git.getRepository().getConfig();
      config.setString("remote", "origin", "url", address);
      config.save();
    }
  }

  /** Commits everything, removals too. */
  void commit() throws IOException {
    try (Git git = Git.open(repository().toFile())) {
      git.add().addFilepattern(".").call();
      git.add().addFilepattern(".").setUpdate(true).call();
      commits.add(
          git.commit()
              .setMessage("change")
              .setAuthor(SOMEBODY)
              .setCommitter(SOMEBODY)
              .setSign(false)
              .setNoVerify(true)
              .call()
              .name());
    } catch (GitAPIException e) {
      throw new IOException(e);
    }
  }

  /** Copies a folder or a file of secretsync's own repository. */
  void copy(String from, Path to) throws IOException {
    Path source = PROJECT.resolve(from);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(source.relativize(file).toString()).normalize();
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.resolve("..").normalize());
          Files.write(target, Files.readAllBytes(file));
        }
      }
    }
  }

  static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The quickstart as a repository of one commit. */
  Playground withQuickstart() throws IOException {
    copy("examples/quickstart", repository());
    init();
    commit();
    return this;
  }

  /** Runs secretsync where nobody can be asked. */
  Ran run(String... arguments) {
    return run(new ByteArrayInputStream(new byte[0]), false, arguments);
  }

  /** Runs secretsync on a terminal where {@code in} is typed. */
  Ran runAsking(InputStream in, String... arguments) {
    return run(in, true, arguments);
  }

  private Ran run(InputStream in, boolean asks, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      int exit =
          asks
              ? Main.run(arguments, env, new Terminal(in, outStream, errStream, true, false, false))
              : Main.run(arguments, env, in, outStream, errStream);
      outStream.flush();
      errStream.flush();
      return new Ran(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    if (owned) {
      new HashSet<>(clusters.values()).forEach(ApiServer::close);
    }
    try {
      delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
