package dev.secretsync.offline;

import dev.secretsync.declare.Declarations;
import dev.secretsync.desired.FileRecipients;
import dev.secretsync.desired.Targets;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Revision;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One of the two revisions: what it declares, for which places, and what is wrong with it.
 *
 * @param recipients of its encrypted files, by path
 * @param problems what {@code validate} says about it
 */
public record Declared(
    Revision revision,
    Declarations declarations,
    Targets targets,
    SortedMap<String, FileRecipients> recipients,
    List<Diagnostic> problems) {
  public Declared {
    recipients = Collections.unmodifiableSortedMap(new TreeMap<>(recipients));
    problems = List.copyOf(problems);
  }
}
