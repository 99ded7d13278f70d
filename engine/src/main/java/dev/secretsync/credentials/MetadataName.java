package dev.secretsync.credentials;

import dev.secretsync.model.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Name of a label or an annotation by which a program knows what to do.
 *
 * @param program how people call it
 * @param what label or annotation
 * @param domain the part before the slash
 * @param word the part behind it
 */
public record MetadataName(String program, String what, String domain, String word) {
  /** As it stands in a Secret. */
  public String full() {
    return domain + "/" + word;
  }

  /** What is wrong with names that are nearly this one. */
  public List<Finding> misspelt(Collection<String> names) {
    return names.stream()
        .filter(this::isNearly)
        .map(name ->
            Finding.warning(
                program + " does not know " + what + " " + name, "did you mean " + full() + "?"))
        .toList();
  }

  /** What is wrong with a value that the program does not know. */
  public Finding unknown(String value, List<String> known) {
    return Finding.error(
        program + " ignores a Secret with " + full() + " " + shown(value),
        Nearest.hint(value, known, "it knows " + String.join(", ", known)));
  }

  private boolean isNearly(String name) {
    if (name.equals(full())) {
      return false;
    }
    int slash = name.indexOf('/');
    String end = name.substring(slash + 1);
    String owner = name.substring(0, Math.max(slash, 0));
    if (owner.equals(domain)) {
      return !Nearest.hint(end, List.of(word), "").isEmpty();
    }
    return isOfTheProgram(owner) && folded(end).equals(folded(word));
  }

  /** Whether somebody who wrote this domain had the program in mind; kargo is not argo. */
  private boolean isOfTheProgram(String owner) {
    String name = program.toLowerCase(Locale.ROOT).split(" ", 2)[0];
    return Pattern.compile("\\b" + name).matcher(owner).find();
  }

  private static String folded(String name) {
    return name.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
  }

  private static String shown(String value) {
    return value.isEmpty() ? "that is empty" : value;
  }
}
