package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.fixtures.apiserver.Faults.Fault;
import dev.secretsync.fixtures.apiserver.LoggedRequest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays a script that reads like a shell session, and writes down what really happened in the same
 * form: lines {@code > } are stdout, {@code ! } stderr. {@code test-fixtures/cli/README.md} lists
 * the verbs.
 */
final class Session {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final String HEREDOC = " <<EOF";
  private static final int MANY = 1_000_000;

  private final Playground playground;
  private final List<String> script;
  private final StringBuilder happened = new StringBuilder();
  private final SortedMap<String, SortedMap<String, JsonNode>> remembered = new TreeMap<>();
  private final List<String> meanwhile = new ArrayList<>();
  private Optional<String> typed = Optional.empty();
  private int next;

  Session(Playground playground, List<String> script) {
    this.playground = playground;
    this.script = script;
  }

  /** The script with what happened in place of what it expects. */
  String play() throws IOException {
    while (next < script.size()) {
      String line = script.get(next++);
      happened.append(line).append('\n');
      if (line.startsWith("$ ")) {
        shell(line.substring(2));
      } else if (line.startsWith("meanwhile ")) {
        meanwhile.add(line.substring("meanwhile ".length()));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        verb(line);
      }
    }
    return happened.toString();
  }

  private void shell(String command) {
    String line = command;
    Optional<Pattern> grep = Optional.empty();
    int pipe = line.indexOf(" | grep ");
    if (pipe >= 0) {
      grep = Optional.of(Pattern.compile(words(line.substring(pipe + 8)).getFirst()));
      line = line.substring(0, pipe);
    }
    boolean quiet = line.endsWith(" > /dev/null");
    List<String> words = words(quiet ? line.substring(0, line.length() - 12) : line);
    assertThat(words.getFirst()).as(command).isEqualTo("secretsync");
    Playground.Ran ran = run(words.subList(1, words.size()).toArray(String[]::new));
    skipExpectations();
    Predicate<String> shown = grep.map(Pattern::asPredicate).orElse(any -> !quiet);
    output("> ", Tidy.text(ran.out(), playground).lines().filter(shown).toList());
    output("! ", Tidy.text(ran.err(), playground).lines().toList());
    String exit = next < script.size() ? script.get(next++) : "";
    assertThat("exit " + ran.exit()).as("%s\n%s%s", command, ran.out(), ran.err()).isEqualTo(exit);
    happened.append(exit).append('\n');
  }

  private Playground.Ran run(String... arguments) {
    if (typed.isEmpty()) {
      return playground.run(arguments);
    }
    byte[] input = typed.get().getBytes(StandardCharsets.UTF_8);
    typed = Optional.empty();
    return playground.runAsking(new WhileAsked(new ByteArrayInputStream(input)), arguments);
  }

  /** Lets others act while secretsync waits for an answer: after the plan, before the writes. */
  private final class WhileAsked extends FilterInputStream {
    WhileAsked(InputStream typed) {
      super(typed);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      for (String line : meanwhile) {
        verb(line);
      }
      meanwhile.clear();
      return super.read(buffer, offset, length);
    }
  }

  private void verb(String line) throws IOException {
    if (line.startsWith("cat > ") && line.endsWith(HEREDOC)) {
      heredoc(line.substring(6, line.length() - HEREDOC.length()));
      return;
    }
    List<String> words = words(line);
    List<String> rest = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "git-init" -> playground.init();
      case "commit" -> playground.commit();
      case "copy" -> playground.copy(rest.get(0), repository(rest.size() > 1 ? rest.get(1) : "."));
      case "cp" ->
          playground.copy("test-fixtures/cli/files/" + rest.get(0), repository(rest.get(1)));
      case "rm" -> Playground.delete(repository(rest.get(0)));
      case "cat" -> output(Files.readString(Path.of(rest.get(0))));
      case "export" -> export(rest.get(0).split("=", 2));
      case "unset" -> playground.env().remove(rest.get(0));
      case "type" -> typed = Optional.of(rest.isEmpty() ? "" : rest.get(0) + "\n");
      case "stop" -> playground.stop(rest.get(0));
      case "start" -> playground.start(rest.get(0));
      case "swap" -> playground.swap(rest.get(0), rest.get(1));
      case "fault" -> fault(rest);
      case "kube" -> kube(rest);
      case "remember" -> rest.forEach(c -> remembered.put(c, playground.somebody(c).secrets()));
      case "unchanged" -> rest.forEach(this::unchanged);
      case "same" -> same(rest);
      case "same-plan" -> samePlan(rest);
      case "forget-requests" -> playground.forgetRequests();
      case "writes" ->
          requests(rest.get(0), request -> !request.method().equals("GET") && !isOfALease(request));
      case "leases" -> requests(rest.get(0), Session::isOfALease);
      case "lists" -> requests(rest.get(0), request -> request.lists("secrets"));
      default -> throw new IllegalArgumentException("unknown verb in: " + line);
    }
  }

  private static boolean isOfALease(LoggedRequest request) {
    return request.path().contains("/leases");
  }

  private void heredoc(String file) throws IOException {
    StringBuilder text = new StringBuilder();
    while (!script.get(next).equals("EOF")) {
      text.append(script.get(next)).append('\n');
      happened.append(script.get(next++)).append('\n');
    }
    happened.append(script.get(next++)).append('\n');
    String name = words(file).getFirst();
    Path target = name.startsWith("/") ? Path.of(name) : repository(name);
    Files.createDirectories(target.resolve("..").normalize());
    Files.writeString(target, text);
  }

  private void export(String[] assignment) {
    playground.env().put(assignment[0], assignment[1]);
  }

  /** {@code fault CONTEXT KIND TIMES METHOD PART-OF-PATH}. */
  private void fault(List<String> words) {
    Fault fault =
        switch (words.get(1)) {
          case "answer-lost" -> new Fault.AnswerLost();
          case "dropped" -> new Fault.ConnectionDropped();
          case "server-error" -> new Fault.ServerError();
          default -> throw new IllegalArgumentException("unknown fault " + words.get(1));
        };
    int times = words.get(2).equals("always") ? MANY : Integer.parseInt(words.get(2));
    String method = words.get(3);
    String path = words.get(4);
    playground
        .embedded(words.get(0))
        .faults()
        .plan(
            fault,
            times,
            request ->
                !request.userAgent().equals(Somebody.USER_AGENT)
                    && request.method().equals(method)
                    && request.path().contains(path));
  }

  /** {@code same CONTEXT NAMESPACE/NAME CONTEXT NAMESPACE/NAME}: type and data, byte for byte. */
  private void same(List<String> words) {
    JsonNode one = secret(words.get(0), words.get(1));
    JsonNode other = secret(words.get(2), words.get(3));
    for (String field : List.of("type", "data")) {
      assertThat(one.path(field)).as("%s of %s", field, words).isEqualTo(other.path(field));
    }
  }

  /** {@code same-plan FILE FILE}: byte for byte, apart from when they were made and expire. */
  private static void samePlan(List<String> words) throws IOException {
    List<String> plans = new ArrayList<>();
    for (String file : words) {
      plans.add(
          Files.readString(Path.of(file))
              .replaceFirst("\"timestamp\" : \"[^\"]*\"", "")
              .replaceFirst("\"expires\" : \"[^\"]*\"", ""));
    }
    assertThat(plans.getFirst()).as("plan %s", words).isEqualTo(plans.getLast());
  }

  private JsonNode secret(String context, String address) {
    String[] parts = address.split("/", 2);
    return playground.somebody(context).secret(parts[0], parts[1]);
  }

  /** {@code kube CONTEXT VERB NAMESPACE/NAME [--manager=M] [--type=T] KEY=VALUE...}. */
  private void kube(List<String> words) {
    Somebody somebody = playground.somebody(words.get(0));
    String[] address = (words.size() > 2 ? words.get(2) : "").split("/", 2);
    String manager = option(words, "manager").orElse("kubectl-" + words.get(1));
    List<String> pairs = words.stream().skip(3).filter(word -> !word.startsWith("--")).toList();
    switch (words.get(1)) {
      case "create" ->
          somebody.create(
              address[0],
              manager,
              Somebody.secret(address[1], option(words, "type").orElse("Opaque"), map(pairs)));
      case "patch" -> somebody.patch(address[0], address[1], manager, change(pairs, "data"));
      case "label" ->
          somebody.patch(address[0], address[1], manager, change(pairs, "metadata", "labels"));
      case "annotate" ->
          somebody.patch(address[0], address[1], manager, change(pairs, "metadata", "annotations"));
      case "apply" -> somebody.apply(Playground.PROJECT.resolve(words.get(2)));
      case "delete" -> somebody.delete(address[0], address[1]);
      case "namespace" -> somebody.namespace(words.get(2), map(pairs));
      case "lock" -> somebody.lock(words.get(2), Integer.parseInt(pairs.getFirst()));
      case "show" -> {
        skipExpectations();
        output(
            "> ",
            Somebody.shown(somebody.secret(address[0], address[1])).stream()
                .map(line -> Tidy.text(line, playground))
                .toList());
      }
      case "names" -> {
        skipExpectations();
        output("> ", List.copyOf(somebody.secrets().keySet()));
      }
      default -> throw new IllegalArgumentException("unknown verb of kube: " + words.get(1));
    }
  }

  private static Optional<String> option(List<String> words, String name) {
    String prefix = "--" + name + "=";
    return words.stream()
        .filter(word -> word.startsWith(prefix))
        .map(word -> word.substring(prefix.length()))
        .findFirst();
  }

  private static Map<String, String> map(List<String> pairs) {
    Map<String, String> map = new TreeMap<>();
    pairs.stream().map(pair -> pair.split("=", 2)).forEach(pair -> map.put(pair[0], pair[1]));
    return map;
  }

  /** A merge patch; {@code key-} removes. */
  private static ObjectNode change(List<String> pairs, String... path) {
    ObjectNode patch = Somebody.object();
    ObjectNode at = patch;
    for (String field : path) {
      at = at.putObject(field);
    }
    for (String pair : pairs) {
      if (pair.endsWith("-") && !pair.contains("=")) {
        at.putNull(pair.substring(0, pair.length() - 1));
      } else {
        String[] parts = pair.split("=", 2);
        at.put(parts[0], parts[1]);
      }
    }
    return patch;
  }

  private void unchanged(String context) {
    assertThat(playground.somebody(context).secrets())
        .as("everything in " + context)
        .isEqualTo(remembered.get(context));
  }

  private void requests(String context, Predicate<LoggedRequest> which) {
    skipExpectations();
    output(
        "> ",
        playground.requests(context).stream()
            .filter(which)
            .map(request -> request.method() + " " + request.path())
            .sorted()
            .toList());
  }

  private void output(String text) {
    skipExpectations();
    output("> ", Tidy.text(text, playground).lines().toList());
  }

  private void output(String mark, List<String> lines) {
    lines.forEach(line -> happened.append((mark + line).stripTrailing()).append('\n'));
  }

  private void skipExpectations() {
    while (next < script.size() && script.get(next).matches("[>!]( .*)?")) {
      next++;
    }
  }

  private Path repository(String path) {
    return playground.repository().resolve(path).normalize();
  }

  private List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      String word = Optional.ofNullable(matcher.group(1)).orElseGet(matcher::group);
      words.add(
          word.replace("$REPO", playground.repository().toString())
              .replace("$RELATIVE", relative())
              .replace("$TMP", playground.folder().toString()));
    }
    return words;
  }

  /** The repository as seen from the folder that the tests run in. */
  private String relative() {
    return Path.of("").toAbsolutePath().relativize(playground.repository()).toString();
  }

  static Session of(Playground playground, Path script) {
    try {
      return new Session(playground, Arrays.asList(Files.readString(script).split("\n", -1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
