package dev.secretsync.crypt.age;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The plugins that may run: {@code age-plugin-NAME} from {@code PATH} (formats.md 2.6), for the
 * names that the runner allows. A recipient in a repository names a program, so no name is allowed
 * unless somebody outside the repository says so (security.md X9).
 */
public final class Plugins {
  private final SortedSet<String> allowed;
  private final Map<String, String> env;
  private final Passphrases passphrases;
  private final Consumer<Diagnostic> warnings;
  private final Duration patience;

  private Plugins(
      Set<String> allowed,
      Map<String, String> env,
      Passphrases passphrases,
      Consumer<Diagnostic> warnings,
      Duration patience) {
    this.allowed = Collections.unmodifiableSortedSet(new TreeSet<>(allowed));
    this.env = new TreeMap<>(env);
    this.passphrases = passphrases;
    this.warnings = warnings;
    this.patience = patience;
  }

  /** None may run. */
  public static Plugins none() {
    return of(Set.of(), Map.of(), Passphrases.none(), _ -> {});
  }

  /**
   * These may run.
   *
   * @param allowed names, such as {@code yubikey}; never taken from a repository
   * @param env the environment, with {@code PATH}
   * @param passphrases answers what a plugin asks for
   * @param warnings takes why a plugin did not open a file
   */
  public static Plugins of(
      Set<String> allowed,
      Map<String, String> env,
      Passphrases passphrases,
      Consumer<Diagnostic> warnings) {
    return new Plugins(allowed, env, passphrases, warnings, ChildProgram.PATIENCE);
  }

  /** The same with another time that each may take. */
  public Plugins within(Duration limit) {
    return new Plugins(allowed, env, passphrases, warnings, limit);
  }

  /** What came of asking a plugin. */
  sealed interface Reply<T> {
    record Gave<T>(T answer) implements Reply<T> {}

    /** {@code words} follow the name of the program, and are ours. */
    record Refused<T>(Code code, String words, String hint) implements Reply<T> {}
  }

  /** One of the two protocols, once the program runs. */
  @FunctionalInterface
  interface Protocol<T> {
    Reply<T> with(StanzaPipe pipe) throws IOException;
  }

  /** One at a time: behind a plugin there often is a device that a person has to touch. */
  synchronized <T> Reply<T> ask(PluginName name, String protocol, Protocol<T> conversation) {
    if (!allowed.contains(name.text())) {
      return new Reply.Refused<>(
          Code.PLUGIN_NOT_ALLOWED,
          "may not run, for nobody allowed it outside the repository",
          "name " + name.text() + " in SECRETSYNC_AGE_PLUGINS if you trust this program");
    }
    Optional<ChildProgram> program = ChildProgram.onPath(name.program(), env, patience);
    if (program.isEmpty()) {
      return new Reply.Refused<>(
          Code.PLUGIN_FAILED, "is in no folder of PATH", "install it, or give another key");
    }
    ChildProgram.Outcome<Reply<T>> outcome =
        program
            .get()
            .talk(
                List.of("--age-plugin=" + protocol),
                (in, out) -> {
                  // not the caller's memory: this thread may outlive the caller's patience
                  try (KeyMemory memory = new KeyMemory()) {
                    return conversation.with(new StanzaPipe(in, out, memory));
                  }
                });
    return switch (outcome) {
      case ChildProgram.Outcome.Answered<Reply<T>>(Reply<T> reply) -> reply;
      case ChildProgram.Outcome.Broke<Reply<T>>(ChildProgram.Why why) -> failed(why.words());
    };
  }

  static <T> Reply<T> failed(String words) {
    return new Reply.Refused<>(
        Code.PLUGIN_FAILED, words, "try it with the age program, which shows what it says");
  }

  static Diagnostic error(PluginName name, Reply.Refused<?> refused) {
    return Diagnostic.error(refused.code(), name.program(), refused.words(), refused.hint());
  }

  void warn(PluginName name, Reply.Refused<?> refused) {
    warnings.accept(
        Diagnostic.warning(refused.code(), name.program(), refused.words(), refused.hint()));
  }

  /**
   * Answers what is no part of either protocol's outcome. What the plugin wants to say to a person
   * is not shown, so that person cannot be asked to agree to it either.
   */
  void answer(PluginName name, StanzaPipe pipe, StanzaPipe.Said said) throws IOException {
    switch (said.type()) {
      case "request-secret" -> {
        Optional<SecretBytes> secret =
            passphrases.ask("the secret that " + name.program() + " asks for");
        if (secret.isEmpty()) {
          pipe.say("fail");
          return;
        }
        try (SecretBytes given = secret.get();
            KeyMemory memory = new KeyMemory()) {
          pipe.say(given.reveal(bytes -> memory.keep(bytes.clone())), List.of("ok"));
        }
      }
      case "msg", "confirm", "request-public" -> pipe.say("fail");
      default -> pipe.say("unsupported"); // also what is only there to be tolerated
    }
  }
}
