package dev.secretsync.cli;

import dev.secretsync.Planned;
import dev.secretsync.inspect.Explanation;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.report.json.ExplanationJson;
import dev.secretsync.report.text.ExplanationText;
import java.util.List;

/** {@code secretsync explain}: why one Secret is where it is, or is not. Never writes. */
final class ExplainCommand {
  private ExplainCommand() {}

  static int run(Invocation invocation) {
    SecretAddress address = address(invocation.line().getArgList());
    try (Planned planned = new RepositoryRun(invocation).plan(invocation.pathAfterFirst())) {
      planned.declared().cluster(address.cluster());
      Explanation explanation =
          Explanation.of(
              address, planned.plan(), planned.declared(), planned.resolution(), planned.live());
      invocation.complain(
          planned.plan().diagnostics().stream().filter(explanation::concerns).toList());
      invocation.answer(
          out -> new ExplanationText(invocation.style()).write(explanation, out),
          json -> ExplanationJson.write(explanation, planned.plan(), invocation.runInfo(), json));
      return invocation.exit(
          explanation.unknown().stream()
              .filter(Diagnostic::isError)
              .map(why -> why.code().exitCode())
              .toList(),
          false);
    }
  }

  private static SecretAddress address(List<String> arguments) {
    if (arguments.isEmpty()) {
      throw Invocation.usage(
          "explain needs the address of a Secret", "write it as cluster/namespace/name");
    }
    String[] parts = arguments.getFirst().split("/", -1);
    if (parts.length != 3 || List.of(parts).contains("")) {
      throw Invocation.usage(
          arguments.getFirst() + " is not an address", "write it as cluster/namespace/name");
    }
    return SecretAddress.of(parts[0], parts[1], parts[2]);
  }
}
