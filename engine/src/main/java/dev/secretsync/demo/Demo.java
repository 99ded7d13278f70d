package dev.secretsync.demo;

import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * The whole story on three embedded clusters: plan, apply, plan again, an edit by hand, drift, and
 * apply, which puts it back; then a value that changes in Git. Every command is the real one, run
 * as the launcher would run it.
 */
public final class Demo {
  private static final String EDITED_CONTEXT = "c2";
  private static final String NAMESPACE = "akuity";
  private static final String EDITED_SECRET = "database";
  private static final String EDITED_VALUE = "[\"spec\"][\"stringData\"][\"password\"]";

  private final PrintStream out;
  private final Shell shell;

  /** Runs secretsync. */
  @FunctionalInterface
  public interface Shell {
    /** Runs one command with this environment; returns its exit code. */
    int run(List<String> arguments, Map<String, String> env);
  }

  public Demo(PrintStream out, Shell shell) {
    this.out = out;
    this.shell = shell;
  }

  /**
   * Tells the story.
   *
   * @param keep leave the clusters up until the process is ended, for kubectl
   * @return whether every command ended as it should
   */
  public boolean run(boolean keep) {
    try (TemporaryFolder folder = TemporaryFolder.create();
        EmbeddedClusters clusters = EmbeddedClusters.start(List.of("c1", "c2", "c3"))) {
      Path kubeconfig =
          EmbeddedApiServer.kubeconfig(folder.path().resolve("kubeconfig"), clusters.byContext());
      Quickstart quickstart = Quickstart.unpack(folder.path());
      Map<String, String> env =
          Map.of(
              "HOME", folder.path().toString(),
              "KUBECONFIG", kubeconfig.toString(),
              "SOPS_AGE_KEY_FILE", quickstart.ageKey().toString());
      out.println("# three embedded clusters are up, and a Git repository with encrypted Secrets");
      String repository = quickstart.repository().toString();
      boolean asExpected =
          step(env, 2, "plan", repository, "--detailed-exitcode")
              && step(env, 0, "apply", repository, "--auto-approve")
              && step(env, 0, "plan", repository, "--detailed-exitcode")
              && editByHand(clusters.in(EDITED_CONTEXT))
              && step(env, 2, "drift", repository, "--detailed-exitcode")
              && step(env, 0, "apply", repository, "--auto-approve")
              && step(env, 0, "plan", repository, "--detailed-exitcode")
              && changeInGit(quickstart, env)
              && step(env, 2, "plan", repository, "--detailed-exitcode")
              && step(env, 0, "apply", repository, "--auto-approve");
      if (keep && asExpected) {
        stay(kubeconfig, quickstart);
      }
      return asExpected;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean step(Map<String, String> env, int expected, String... arguments) {
    out.println();
    out.println(
        "$ secretsync "
            + Arrays.stream(arguments).map(Demo::quoted).collect(Collectors.joining(" ")));
    int exit = shell.run(List.of(arguments), env);
    out.println("# exit " + exit);
    if (exit != expected) {
      out.println("# that should have been exit " + expected);
    }
    return exit == expected;
  }

  private static String quoted(String word) {
    return word.contains("\"") ? "'" + word + "'" : word;
  }

  private boolean changeInGit(Quickstart quickstart, Map<String, String> env) throws IOException {
    String folder = quickstart.repository().resolve("secrets").toString();
    if (!step(env, 0, "set", folder + "/database.yaml", EDITED_VALUE, "\"a-new-password\"")
        || !step(env, 0, "rotate", "-i", folder + "/registry.yaml")
        || !step(env, 0, "verify", folder)) {
      return false;
    }
    out.println();
    out.println("# git commit -am 'Change the password of the database'");
    quickstart.commit("Change the password of the database");
    return true;
  }

  private boolean editByHand(EmbeddedApiServer cluster) throws IOException, InterruptedException {
    out.println();
    out.println("# somebody edits a Secret by hand; this sends what kubectl sends:");
    out.println(
        "# kubectl --context "
            + EDITED_CONTEXT
            + " -n "
            + NAMESPACE
            + " patch secret "
            + EDITED_SECRET
            + " --type merge -p '{\"data\":{\"password\":\"eA==\"}}'");
    Optional<String> failure =
        new HandEdit(cluster).patch(NAMESPACE, EDITED_SECRET, "password", "eA==");
    failure.ifPresent(what -> out.println("# that failed: " + what));
    return failure.isEmpty();
  }

  private void stay(Path kubeconfig, Quickstart quickstart) throws InterruptedException {
    out.println();
    out.println("# the clusters stay up until you end this with Ctrl-C; in another terminal:");
    out.println("export KUBECONFIG=" + kubeconfig);
    out.println("export SOPS_AGE_KEY_FILE=" + quickstart.ageKey());
    out.println("kubectl --context c1 -n " + NAMESPACE + " get secrets");
    out.println("secretsync plan " + quickstart.repository());
    out.flush();
    new CountDownLatch(1).await();
  }
}
