package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.secretsync.cluster.ClusterOpener.Opening;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runner's kubeconfig: the only thing that says where a cluster is and who we are there. It
 * never comes from the repository (security.md K1), and nothing else is asked: no in-cluster
 * account, no system property.
 */
public final class Kubeconfig {
  private static final int SHOWN = 10;

  private final SortedMap<String, Entry> contexts = new TreeMap<>();
  private final SortedMap<String, Entry> clusters = new TreeMap<>();
  private final SortedMap<String, Entry> users = new TreeMap<>();
  private final SortedMap<String, String> env;
  private final Outside outside;

  /**
   * One named thing and where it stands.
   *
   * @param fields its fields; not a bean, because loading fabric8's model costs more than a LIST
   * @param folder what relative paths in it are relative to
   */
  record Entry(JsonNode fields, Path folder) {
    /** A text field; empty when it is missing or no text. */
    Optional<String> text(String field) {
      return Optional.ofNullable(fields.path(field).textValue()).filter(text -> !text.isEmpty());
    }

    boolean has(String field) {
      return fields.hasNonNull(field);
    }

    Path resolve(String file) {
      return folder.resolve(file).normalize();
    }

    @Override
    public String toString() {
      return "(sensitive value)";
    }
  }

  private Kubeconfig(Map<String, String> env, Outside outside) {
    this.env = new TreeMap<>(env);
    this.outside = outside;
  }

  /**
   * Reads the kubeconfig as kubectl finds it: the given file, else the files that {@code
   * KUBECONFIG} lists, merged so that the first one that names something wins, else {@code
   * $HOME/.kube/config}.
   *
   * @param explicit what {@code --kubeconfig} names
   * @param env the environment
   * @param workTree root of the repository's work tree
   * @throws RefusedException with UNSAFE_KUBECONFIG when a file lies inside the work tree, with
   *     BAD_KUBECONFIG when one cannot be read; names the file, never its content
   */
  public static Kubeconfig load(
      Optional<Path> explicit, Map<String, String> env, Optional<Path> workTree) {
    var outside = new Outside(workTree);
    var kubeconfig = new Kubeconfig(env, outside);
    List<Diagnostic> problems = new ArrayList<>();
    for (Path file : files(explicit, env)) {
      if (outside.refuses(file)) {
        problems.add(
            Diagnostic.error(
                Code.UNSAFE_KUBECONFIG,
                file.toString(),
                "the kubeconfig lies inside the repository",
                "keep it outside, where a pull request cannot change where secrets go"));
        continue;
      }
      try {
        kubeconfig.add(parse(file), file);
      } catch (IOException e) {
        problems.add(
            Diagnostic.error(
                Code.BAD_KUBECONFIG,
                file.toString(),
                "the kubeconfig cannot be read",
                "check it with 'kubectl config view'"));
      }
    }
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
    return kubeconfig;
  }

  private static List<Path> files(Optional<Path> explicit, Map<String, String> env) {
    if (explicit.isPresent()) {
      return List.of(explicit.get());
    }
    String listed = env.getOrDefault("KUBECONFIG", "");
    Stream<Path> files =
        listed.isEmpty()
            ? Optional.ofNullable(env.get("HOME")).stream()
                .map(home -> Path.of(home, ".kube", "config"))
            : Stream.of(listed.split(File.pathSeparator, -1))
                .filter(name -> !name.isEmpty())
                .map(Path::of);
    return files.filter(Files::exists).toList();
  }

  private static JsonNode parse(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new YAMLMapper().readTree(in);
    } catch (JsonProcessingException e) {
      // the message of a parser quotes its input, and this input holds tokens
      throw new IOException("not a kubeconfig");
    }
  }

  private void add(JsonNode config, Path file) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    add(config.path("contexts"), "context", folder, contexts);
    add(config.path("clusters"), "cluster", folder, clusters);
    add(config.path("users"), "user", folder, users);
  }

  private static void add(JsonNode named, String what, Path folder, SortedMap<String, Entry> into) {
    for (JsonNode one : named) {
      if (one.path("name").isTextual() && one.path(what).isObject()) {
        into.putIfAbsent(one.path("name").textValue(), new Entry(one.path(what), folder));
      }
    }
  }

  /** The names of all contexts. */
  public SortedSet<String> contexts() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(contexts.keySet()));
  }

  /**
   * Prepares to speak to a cluster; sends nothing yet.
   *
   * @param cluster the declared name, for messages
   * @param context the context that reaches it
   */
  public Opening open(String cluster, String context, Limits limits) {
    return open(cluster, context, limits, Patience.real());
  }

  Opening open(String cluster, String context, Limits limits, Patience patience) {
    Entry found = contexts.get(context);
    if (found == null) {
      return new Opening.Refused(unknown(cluster, context));
    }
    var target =
        new Target(
            cluster,
            context,
            found.text("cluster").map(clusters::get),
            found.text("user").map(users::get),
            env,
            outside);
    return target.open(limits, patience);
  }

  private Diagnostic unknown(String cluster, String context) {
    String names = contexts.keySet().stream().limit(SHOWN).collect(Collectors.joining(", "));
    String hint =
        contexts.isEmpty()
            ? "no kubeconfig was found: set KUBECONFIG or --kubeconfig"
            : "contexts there are: "
                + names
                + (contexts.size() > SHOWN ? " and " + (contexts.size() - SHOWN) + " more" : "");
    return Diagnostic.error(
        Code.UNKNOWN_CONTEXT, cluster, "the kubeconfig has no context " + context, hint);
  }
}
