package dev.secretsync.crypt.age;

import dev.secretsync.crypt.age.Plugins.Reply;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A recipient that a plugin understands: {@code age1NAME1...} (formats.md 2.6), also {@code
 * age1tag1...} and {@code age1tagpq1...}. Reading it starts nothing; wrapping for it starts its
 * program, if its name is allowed.
 */
public final class PluginRecipient implements AgeRecipient {
  private static final int MAX_STANZAS = 256;

  private final PluginName name;
  private final String text;
  private final Plugins plugins;

  private PluginRecipient(PluginName name, String text, Plugins plugins) {
    this.name = name;
    this.text = text;
    this.plugins = plugins;
  }

  static Optional<PluginRecipient> parse(String text, Plugins plugins) {
    return PluginName.ofRecipient(text).map(name -> new PluginRecipient(name, text, plugins));
  }

  @Override
  public String text() {
    return text;
  }

  /** Its plugin's name; safe to show. */
  public String plugin() {
    return name.text();
  }

  /**
   * The stanzas for this file key.
   *
   * @throws RefusedException when the plugin may not run or fails
   */
  Wrapping wrap(byte[] fileKey) {
    return switch (plugins.ask(name, "recipient-v1", pipe -> converse(pipe, fileKey))) {
      case Reply.Gave<Wrapping>(Wrapping wrapped) -> wrapped;
      case Reply.Refused<Wrapping> refused ->
          throw new RefusedException(Plugins.error(name, refused));
    };
  }

  private Reply<Wrapping> converse(StanzaPipe pipe, byte[] fileKey) throws IOException {
    pipe.say("add-recipient", text);
    pipe.say(fileKey, List.of("wrap-file-key"));
    pipe.say("extension-labels");
    pipe.say("done");
    List<Stanza> stanzas = new ArrayList<>();
    Optional<SortedSet<String>> labels = Optional.empty();
    while (true) {
      StanzaPipe.Said said = pipe.hear();
      switch (said.type()) {
        case "done" -> {
          return stanzas.isEmpty()
              ? Plugins.failed("wrapped nothing")
              : new Reply.Gave<>(new Wrapping(stanzas, labels.orElseGet(TreeSet::new)));
        }
        case "error" -> {
          pipe.say("ok");
          return Plugins.failed("reported an error");
        }
        case "labels" -> {
          if (labels.isPresent()) {
            return Plugins.failed("gave its labels twice");
          }
          labels = Optional.of(new TreeSet<>(said.arguments()));
          pipe.say("ok");
        }
        case "recipient-stanza" -> {
          List<String> words = said.arguments();
          if (words.size() < 2 || !words.getFirst().equals("0") || stanzas.size() == MAX_STANZAS) {
            return Plugins.failed("gave a malformed stanza");
          }
          stanzas.add(new Stanza(words.get(1), words.subList(2, words.size()), said.body()));
          pipe.say("ok");
        }
        default -> plugins.answer(name, pipe, said);
      }
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
