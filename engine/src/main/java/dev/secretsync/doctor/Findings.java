package dev.secretsync.doctor;

import dev.secretsync.access.Identity;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that was found.
 *
 * @param identity as whom we came
 * @param repository about the repository and the runner's keys
 * @param clusters one by one, by name
 */
public record Findings(Identity identity, List<Check> repository, List<Examination> clusters) {
  public Findings {
    repository = List.copyOf(repository);
    clusters = List.copyOf(clusters);
  }

  /** The same for who takes warnings for errors. */
  public Findings strictly() {
    return new Findings(
        identity,
        repository.stream().map(Check::strictly).toList(),
        clusters.stream()
            .map(one ->
                new Examination(
                    one.cluster(),
                    one.context(),
                    one.checks().stream().map(Check::strictly).toList()))
            .toList());
  }

  /** Every check. */
  public Stream<Check> checks() {
    return Stream.concat(
        repository.stream(), clusters.stream().flatMap(one -> one.checks().stream()));
  }

  /** How many checks ended with this grade. */
  public int count(String grade) {
    return (int) checks().filter(check -> check.grade().equals(grade)).count();
  }

  /** Every exit code that applies. */
  public List<ExitCode> exitCodes() {
    return checks()
        .flatMap(check -> check.finding().stream())
        .filter(Diagnostic::isError)
        .map(finding -> finding.code().exitCode())
        .toList();
  }
}
