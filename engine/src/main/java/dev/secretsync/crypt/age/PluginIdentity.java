package dev.secretsync.crypt.age;

import dev.secretsync.crypt.age.Plugins.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An identity that a plugin understands: {@code AGE-PLUGIN-NAME-1...} (formats.md 2.6). Its program
 * is started when no other identity opens a file, and only if its name is allowed.
 */
public final class PluginIdentity implements AgeIdentity {
  private final PluginName name;
  private final String line;
  private final Plugins plugins;

  private PluginIdentity(PluginName name, String line, Plugins plugins) {
    this.name = name;
    this.line = line;
    this.plugins = plugins;
  }

  static Optional<PluginIdentity> parse(String line, Plugins plugins) {
    return PluginName.ofIdentity(line).map(name -> new PluginIdentity(name, line, plugins));
  }

  /** Its plugin's name, in lower case; safe to show. */
  public String plugin() {
    return name.text();
  }

  /** The file key, if the plugin gives one; says why where it fails. */
  Optional<byte[]> unwrap(Header header, KeyMemory memory) {
    return switch (plugins.ask(name, "identity-v1", pipe -> converse(pipe, header))) {
      case Reply.Gave<Optional<byte[]>>(Optional<byte[]> key) -> key.map(memory::keep);
      case Reply.Refused<Optional<byte[]>> refused -> {
        plugins.warn(name, refused);
        yield Optional.empty();
      }
    };
  }

  private Reply<Optional<byte[]>> converse(StanzaPipe pipe, Header header) throws IOException {
    pipe.say("add-identity", line);
    for (Stanza stanza : header.stanzas()) {
      List<String> words = new ArrayList<>(List.of("recipient-stanza", "0", stanza.type()));
      words.addAll(stanza.arguments());
      pipe.say(stanza.body(), words);
    }
    pipe.say("done");
    Optional<byte[]> key = Optional.empty();
    while (true) {
      StanzaPipe.Said said = pipe.hear();
      switch (said.type()) {
        case "done" -> {
          return new Reply.Gave<>(key);
        }
        case "error" -> {
          pipe.say("ok");
          return Plugins.failed("reported an error");
        }
        case "file-key" -> {
          boolean fits =
              said.arguments().equals(List.of("0"))
                  && said.body().length == FileKey.SIZE
                  && key.isEmpty();
          if (!fits) {
            return Plugins.failed("gave a malformed file key");
          }
          key = Optional.of(said.body().clone());
          pipe.say("ok");
        }
        default -> plugins.answer(name, pipe, said);
      }
    }
  }

  @Override
  public Optional<AgeRecipient> publicHalf() {
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "identity of " + name.program();
  }
}
