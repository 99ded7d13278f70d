package dev.secretsync.report.ci;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.diff.Difference;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.offline.Refusal;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.policy.Finding;
import dev.secretsync.policy.IgnoreRule;
import dev.secretsync.report.Document;
import dev.secretsync.report.PlanWords;
import dev.secretsync.report.Shown;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A document as tests, for viewers of test results (cli.md 2.9): a suite for each cluster, a case
 * for each Secret. There is no standard, so it keeps to what all viewers know.
 */
public final class JunitXml {
  /** The suite of what is about no cluster; no cluster can have that name. */
  private static final String REPOSITORY = "(repository)";

  private final SortedMap<String, List<Case>> suites = new TreeMap<>();

  private JunitXml() {}

  private enum Verdict {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED
  }

  private record Case(
      String group,
      String name,
      Optional<SourceLocation> at,
      Verdict verdict,
      String type,
      String message) {
    static Case passed(String group, String name) {
      return new Case(group, name, Optional.empty(), Verdict.PASSED, "", "");
    }
  }

  /** Writes all suites in one file. */
  public static void write(Document document, Writer out) {
    JunitXml xml = new JunitXml();
    xml.collect(document);
    try {
      XMLStreamWriter writer = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
      xml.write("secretsync " + document.command(), writer);
      writer.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("elements that are closed in order can be written", e);
    }
  }

  private void collect(Document document) {
    switch (document) {
      case Document.Planned d -> planned(d.plan());
      case Document.Drifted d -> drifted(d);
      case Document.Applied d -> {
        unreadable(d.result().plan());
        d.result().changes().forEach(change -> add(change.address(), of(change)));
        d.result().plan().changes().stream()
            .filter(change -> isRefused(change.action()))
            .forEach(change -> add(change.address(), of(change)));
      }
      case Document.Offline d -> {
        d.plan().secrets().stream()
            .flatMap(secret -> secret.targets().stream())
            .forEach(target -> add(target.address(), passed(target.address())));
        d.plan().refusals().forEach(refusal -> add(refusal.finding().address(), of(refusal)));
      }
      case Document.Validated d -> {}
      case Document.Failed d -> {}
    }
    List<Diagnostic> said = document.diagnostics();
    said.forEach(one -> suite(REPOSITORY).add(of(one, document.command())));
    if (said.isEmpty()) {
      suite(REPOSITORY).add(Case.passed(document.command(), "is valid"));
    }
  }

  private List<Case> suite(String name) {
    return suites.computeIfAbsent(name, any -> new ArrayList<>());
  }

  private void add(SecretAddress address, Case one) {
    suite(address.cluster()).add(one);
  }

  private void planned(Plan plan) {
    unreadable(plan);
    plan.changes().forEach(change -> add(change.address(), of(change)));
  }

  private void unreadable(Plan plan) {
    plan.clusters()
        .values()
        .forEach(cluster -> {
          List<Case> cases = suite(cluster.name());
          cluster
              .unreadable()
              .ifPresent(why ->
                  cases.add(
                      new Case(
                          cluster.name(),
                          "can be read",
                          Optional.empty(),
                          Verdict.ERROR,
                          "unreachable",
                          why.summary())));
        });
  }

  private void drifted(Document.Drifted document) {
    unreadable(document.plan());
    List<DriftedSecret> secrets = document.drift().secrets();
    Set<SecretAddress> drifted =
        secrets.stream().map(DriftedSecret::address).collect(Collectors.toCollection(HashSet::new));
    // where some of it counts, that it does is what the one case of the Secret says
    document.report().ignored().stream()
        .flatMap(one ->
            one.drift().secrets().stream()
                .filter(secret -> drifted.add(secret.address()))
                .map(secret -> Map.entry(secret.address(), of(one.rule(), secret))))
        .forEach(skipped -> add(skipped.getKey(), skipped.getValue()));
    document.plan().changes().stream()
        .filter(change -> !drifted.contains(change.address()))
        .filter(change -> !isRefused(change.action()) || change.action() == Action.UNKNOWN)
        .forEach(change -> add(change.address(), of(change)));
    secrets.forEach(secret -> add(secret.address(), of(secret)));
  }

  private static boolean isRefused(Action action) {
    return action == Action.DENIED
        || action == Action.CONFLICT
        || action == Action.UNKNOWN
        || action == Action.STALE;
  }

  private static Case passed(SecretAddress address) {
    return Case.passed(address.ref().namespace(), address.ref().name());
  }

  private static Case bad(
      SecretAddress address,
      Optional<SourceLocation> at,
      Verdict verdict,
      String type,
      String message) {
    return new Case(address.ref().namespace(), address.ref().name(), at, verdict, type, message);
  }

  private static Case of(PlannedChange change) {
    SecretAddress address = change.address();
    return switch (change.action()) {
      case DENIED ->
          bad(
              address,
              change.findings().stream().map(Finding::at).flatMap(Optional::stream).findFirst(),
              Verdict.FAILURE,
              "denied",
              change.findings().stream()
                  .map(finding -> finding.by() + ": " + finding.reason())
                  .collect(Collectors.joining("; ")));
      case CONFLICT ->
          bad(
              address,
              Optional.empty(),
              Verdict.FAILURE,
              "conflict",
              "it belongs to somebody else");
      case STALE ->
          bad(address, Optional.empty(), Verdict.FAILURE, "stale", "not as it was reviewed");
      case UNKNOWN ->
          bad(
              address,
              Optional.empty(),
              Verdict.ERROR,
              "unknown",
              change.difference() instanceof Difference.Unknown unknown
                  ? unknown.why().summary()
                  : "could not be read");
      case CREATE, ADOPT, UPDATE, REPLACE, DELETE, MOVE, RELEASE, NO_OP -> passed(address);
    };
  }

  private static Case of(ChangeResult change) {
    String why = change.why().map(Diagnostic::summary).orElse("");
    return switch (change.outcome()) {
      case APPLIED, ALREADY -> passed(change.address());
      case SKIPPED -> bad(change.address(), Optional.empty(), Verdict.SKIPPED, "", why);
      case FAILED, STALE, CONFLICT ->
          bad(change.address(), Optional.empty(), Verdict.FAILURE, change.outcome().word(), why);
    };
  }

  private static Case of(Refusal refusal) {
    return bad(
        refusal.finding().address(),
        Optional.of(refusal.at()),
        refusal.isCertain() ? Verdict.FAILURE : Verdict.SKIPPED,
        refusal.isCertain() ? "denied" : "",
        refusal.finding().by() + ": " + refusal.finding().reason());
  }

  private static Case of(DriftedSecret secret) {
    return bad(secret.address(), Optional.empty(), Verdict.FAILURE, "drift", words(secret));
  }

  private static Case of(IgnoreRule rule, DriftedSecret secret) {
    return bad(
        secret.address(),
        Optional.empty(),
        Verdict.SKIPPED,
        "",
        words(secret)
            + "; ignored until "
            + rule.until()
            + " by "
            + rule.by()
            + ": "
            + rule.reason());
  }

  private static String words(DriftedSecret secret) {
    return secret.fields().stream()
        .map(field ->
            field.field().map(name -> name + " ").orElse("")
                + field.cause().words()
                + field.by().map(by -> " " + PlanWords.by(by)).orElse(""))
        .collect(Collectors.joining(", "));
  }

  /** A warning is no failure. */
  private static Case of(Diagnostic one, String command) {
    String subject = one.at().map(Object::toString).orElse(one.subject());
    return new Case(
        command,
        one.code().id() + (subject.isEmpty() ? "" : " " + subject),
        one.at(),
        one.isError() ? Verdict.ERROR : Verdict.SKIPPED,
        one.isError() ? one.code().id() : "",
        one.summary());
  }

  private void write(String name, XMLStreamWriter out) throws XMLStreamException {
    List<Case> all = suites.values().stream().flatMap(List::stream).toList();
    out.writeStartDocument("UTF-8", "1.0");
    out.writeCharacters("\n");
    out.writeStartElement("testsuites");
    attribute("name", name, out);
    counts(all, out);
    for (Map.Entry<String, List<Case>> suite : suites.entrySet()) {
      out.writeCharacters("\n  ");
      out.writeStartElement("testsuite");
      attribute("name", suite.getKey(), out);
      counts(suite.getValue(), out);
      for (Case one : suite.getValue()) {
        out.writeCharacters("\n    ");
        write(one, out);
      }
      out.writeCharacters("\n  ");
      out.writeEndElement();
    }
    out.writeCharacters("\n");
    out.writeEndElement();
    out.writeCharacters("\n");
    out.writeEndDocument();
  }

  private static void counts(List<Case> cases, XMLStreamWriter out) throws XMLStreamException {
    attribute("tests", String.valueOf(cases.size()), out);
    attribute("failures", count(cases, Verdict.FAILURE), out);
    attribute("errors", count(cases, Verdict.ERROR), out);
    attribute("skipped", count(cases, Verdict.SKIPPED), out);
  }

  private static String count(List<Case> cases, Verdict verdict) {
    return String.valueOf(cases.stream().filter(one -> one.verdict() == verdict).count());
  }

  private static void write(Case one, XMLStreamWriter out) throws XMLStreamException {
    out.writeStartElement("testcase");
    attribute("classname", one.group(), out);
    attribute("name", one.name(), out);
    if (one.at().isPresent()) {
      attribute("file", one.at().get().file(), out);
      attribute("line", String.valueOf(one.at().get().line()), out);
    }
    switch (one.verdict()) {
      case PASSED -> {}
      case FAILURE -> verdict("failure", one, out);
      case ERROR -> verdict("error", one, out);
      case SKIPPED -> verdict("skipped", one, out);
    }
    out.writeEndElement();
  }

  private static void verdict(String element, Case one, XMLStreamWriter out)
      throws XMLStreamException {
    out.writeEmptyElement(element);
    if (!one.type().isEmpty()) {
      attribute("type", one.type(), out);
    }
    if (!one.message().isEmpty()) {
      attribute("message", one.message(), out);
    }
  }

  /** What XML 1.0 cannot hold at all is gone after {@link Shown}; the rest the writer escapes. */
  private static void attribute(String name, String value, XMLStreamWriter out)
      throws XMLStreamException {
    out.writeAttribute(name, Shown.name(value));
  }
}
