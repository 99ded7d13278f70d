package dev.secretsync.model;

import java.util.Comparator;
import java.util.Optional;

/**
 * One thing that is wrong, said to a person: what it is about, what is the matter, what to do next.
 * No part of it may contain a value, a line of a file, or text that an API server sent.
 *
 * @param code what kind of problem
 * @param severity whether it stops something
 * @param subject what it is about when there is no place in a file: {@code cluster/namespace/name},
 *     a cluster, a path; may be empty
 * @param at the place in the repository, where there is one
 * @param summary lower case, no full stop
 * @param hint the next step, lower case, no full stop; may be empty
 */
public record Diagnostic(
    Code code,
    Severity severity,
    String subject,
    Optional<SourceLocation> at,
    String summary,
    String hint)
    implements Comparable<Diagnostic> {
  private static final Comparator<Diagnostic> ORDER =
      Comparator.comparing(Diagnostic::severity)
          .thenComparing(d -> d.at().map(SourceLocation::file).orElse(""))
          .thenComparing(d -> d.at().map(SourceLocation::line).orElse(0))
          .thenComparing(d -> d.at().map(SourceLocation::column).orElse(0))
          .thenComparing(Diagnostic::subject)
          .thenComparing(Diagnostic::code)
          .thenComparing(Diagnostic::summary)
          .thenComparing(Diagnostic::hint);

  /** An error at a place in the repository. */
  public static Diagnostic error(Code code, SourceLocation at, String summary, String hint) {
    return new Diagnostic(code, Severity.ERROR, "", Optional.of(at), summary, hint);
  }

  /** An error about something that stands in no file. */
  public static Diagnostic error(Code code, String subject, String summary, String hint) {
    return new Diagnostic(code, Severity.ERROR, subject, Optional.empty(), summary, hint);
  }

  /** A warning at a place in the repository. */
  public static Diagnostic warning(Code code, SourceLocation at, String summary, String hint) {
    return new Diagnostic(code, Severity.WARNING, "", Optional.of(at), summary, hint);
  }

  /** A warning about something that stands in no file. */
  public static Diagnostic warning(Code code, String subject, String summary, String hint) {
    return new Diagnostic(code, Severity.WARNING, subject, Optional.empty(), summary, hint);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public int compareTo(Diagnostic other) {
    return ORDER.compare(this, other);
  }
}
