package dev.secretsync.offline;

import dev.secretsync.declare.Declarations;
import dev.secretsync.desired.Targets;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Revision;
import java.util.List;

/**
 * One of the two revisions: what it declares, for which places, and what is wrong with it.
 *
 * @param problems what {@code validate} says about it
 */
public record Declared(
    Revision revision, Declarations declarations, Targets targets, List<Diagnostic> problems) {
  public Declared {
    problems = List.copyOf(problems);
  }
}
