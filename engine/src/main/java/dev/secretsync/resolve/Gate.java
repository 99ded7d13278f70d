package dev.secretsync.resolve;

import dev.secretsync.cluster.Ownership;
import dev.secretsync.declare.SecretSource;
import dev.secretsync.model.Blocked;
import dev.secretsync.model.Marks;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rules between a live Secret and a control plane, in the order in which they are asked. Plans
 * and explanations ask the same ones, so that they cannot disagree.
 */
enum Gate {
  /** Copies are never sources, whoever made them, so nothing goes round in circles (R58). */
  NOT_A_COPY {
    @Override
    boolean opensTo(Candidate candidate) {
      return !candidate.secret().content().labels().containsKey(Marks.INSTALLATION)
          && !candidate.secret().content().annotations().containsKey(Marks.SOURCE_CLUSTER)
          && candidate.secret().managers().stream().noneMatch(Ownership::isUs);
    }

    @Override
    String rule(Candidate candidate) {
      return "R58";
    }

    @Override
    String words(Candidate candidate) {
      return opensTo(candidate)
          ? "it is not a copy, nor anything else that secretsync wrote"
          : "it was written by secretsync, and what it writes is never collected";
    }
  },

  /** Only there can a cluster's team offer something (R14). */
  AGENT_NAMESPACE {
    @Override
    boolean opensTo(Candidate candidate) {
      return candidate.secret().ref().namespace().equals(candidate.cluster().agentNamespace());
    }

    @Override
    String rule(Candidate candidate) {
      return "R14";
    }

    @Override
    String words(Candidate candidate) {
      String agent = candidate.cluster().agentNamespace();
      return opensTo(candidate)
          ? "it is in the agent namespace " + agent
          : "it is in namespace "
              + candidate.secret().ref().namespace()
              + ", and only the agent namespace "
              + agent
              + " is collected from";
    }
  },

  /** Nobody's Secret leaves its cluster unasked (R13). */
  OPTED_IN {
    @Override
    boolean opensTo(Candidate candidate) {
      return candidate.optIn().filter("true"::equals).isPresent();
    }

    @Override
    String rule(Candidate candidate) {
      return "R13";
    }

    @Override
    String words(Candidate candidate) {
      String label = candidate.plane().product().optInLabel();
      return candidate
          .optIn()
          .map(value ->
              value.equals("true")
                  ? "it is opted in: label " + label + " is `true`"
                  : "not opted in: label " + label + " is `" + value + "`, must be `true`")
          .orElse("not opted in: it has no label " + label + ": \"true\"");
    }
  },

  /** A Secret that is being deleted is given up by its owner (R36). */
  STAYS {
    @Override
    boolean opensTo(Candidate candidate) {
      return !candidate.secret().terminating();
    }

    @Override
    String rule(Candidate candidate) {
      return "R36";
    }

    @Override
    String words(Candidate candidate) {
      return opensTo(candidate) ? "it is not being deleted" : "it is being deleted";
    }
  },

  /** Nothing is taken unless somebody who may speak for the control plane says so (R1). */
  SOURCES_EXIST {
    @Override
    boolean opensTo(Candidate candidate) {
      return !candidate.sources().isEmpty();
    }

    @Override
    String rule(Candidate candidate) {
      return "R1";
    }

    @Override
    String words(Candidate candidate) {
      String plane = candidate.plane().name();
      return opensTo(candidate)
          ? "control plane " + plane + " has a SecretSource"
          : "control plane " + plane + " has no SecretSource, so it takes nothing";
    }
  },

  /** Both selectors of one source have to match; one source is enough (R4-R7). */
  SOURCE_MATCHES {
    @Override
    boolean opensTo(Candidate candidate) {
      return !candidate.matching().isEmpty();
    }

    @Override
    String rule(Candidate candidate) {
      return candidate.sources().size() > 1 ? "R6, R7" : "R6";
    }

    @Override
    String words(Candidate candidate) {
      List<SecretSource> matching = candidate.matching();
      return matching.isEmpty()
          ? "no SecretSource of control plane "
              + candidate.plane().name()
              + " matches: "
              + candidate.sources().stream()
                  .map(source -> miss(source, candidate))
                  .collect(Collectors.joining("; "))
          : "it is matched by SecretSource "
              + matching.stream().map(SecretSource::name).collect(Collectors.joining(", "));
    }

    private static String miss(SecretSource source, Candidate candidate) {
      boolean cluster = source.clusters().matches(candidate.cluster().labels());
      boolean secret = source.secrets().matches(candidate.secret().content().labels());
      String clusterSelector =
          "clusterSelector " + source.clusters() + " does not match the cluster";
      String secretSelector = "secretSelector " + source.secrets() + " does not match the Secret";
      return source.name()
          + " ("
          + (cluster
              ? secretSelector
              : secret ? clusterSelector : clusterSelector + ", " + secretSelector)
          + ")";
    }
  },

  /** Some Secrets never leave, whatever allows them (R20-R27). */
  NOT_BLOCKED {
    @Override
    boolean opensTo(Candidate candidate) {
      return blocked(candidate).isEmpty();
    }

    @Override
    String rule(Candidate candidate) {
      List<Blocked> reasons = blocked(candidate);
      return reasons.isEmpty()
          ? "R20-R24"
          : reasons.stream().map(Blocked::rule).distinct().collect(Collectors.joining(", "));
    }

    @Override
    String words(Candidate candidate) {
      List<Blocked> reasons = blocked(candidate);
      return reasons.isEmpty()
          ? "neither its name nor its type nor a label is blocked"
          : reasons.stream().map(Blocked::reason).collect(Collectors.joining("; "));
    }

    private static List<Blocked> blocked(Candidate candidate) {
      return Blocked.of(
          candidate.secret().ref(),
          candidate.secret().content().type(),
          candidate.secret().content().labels());
    }
  };

  abstract boolean opensTo(Candidate candidate);

  /** Number of the rule that is asked. */
  abstract String rule(Candidate candidate);

  /** What was found, whether it passes or not; names no value. */
  abstract String words(Candidate candidate);
}
