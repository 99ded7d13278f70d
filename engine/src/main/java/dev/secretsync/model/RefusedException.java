package dev.secretsync.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The one exception that leaves a stage: its input cannot be used, and this is all that is wrong.
 */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<Diagnostic> diagnostics;

  public RefusedException(List<Diagnostic> diagnostics) {
    super(
        diagnostics.stream()
            .map(d -> d.at().map(Object::toString).orElse(d.subject()) + ": " + d.summary())
            .collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  public RefusedException(Diagnostic diagnostic) {
    this(List.of(diagnostic));
  }

  /** All problems, errors first. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
