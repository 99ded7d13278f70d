package dev.secretsync.resolve;

import dev.secretsync.cluster.Ownership;
import dev.secretsync.declare.ControlPlane.Product;
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
          && !candidate.secret().content().labels().containsKey(Marks.KARGO_REPLICA)
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
          : candidate.secret().content().labels().containsKey(Marks.KARGO_REPLICA)
              ? "it is a replica of Kargo's, which is never collected"
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
      return candidate.plane().product() instanceof Product.Kargo ? "R83" : "R14";
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

  /** Kargo takes only from clusters with an agent of it (R81). */
  REGISTERED {
    @Override
    boolean concerns(Product product) {
      return product instanceof Product.Kargo;
    }

    @Override
    boolean opensTo(Candidate candidate) {
      return candidate.plane().product().hasAgentIn(candidate.cluster());
    }

    @Override
    String rule(Candidate candidate) {
      return "R81";
    }

    @Override
    String words(Candidate candidate) {
      return opensTo(candidate)
          ? "its cluster has a Kargo agent"
          : "its cluster has no Kargo agent: spec.kargo.agents of control plane "
              + candidate.plane().name()
              + " does not match it";
    }
  },

  /** Nobody's Secret leaves its cluster unasked (R13, R84). */
  OPTED_IN {
    @Override
    boolean opensTo(Candidate candidate) {
      return candidate.plane().product().optsIn(candidate.secret().content().labels());
    }

    @Override
    String rule(Candidate candidate) {
      return candidate.plane().product() instanceof Product.Kargo ? "R84" : "R13";
    }

    @Override
    String words(Candidate candidate) {
      return opensTo(candidate)
          ? "it is opted in: label "
              + candidate.plane().product().optInLabel()
              + " is `"
              + candidate.optIn().orElse("")
              + "`"
          : "not opted in: "
              + candidate.plane().product().missing(candidate.secret().content().labels());
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
      return candidate.isMatched();
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
  },

  /** What Kargo does not know it cannot use (R87). */
  CREDENTIAL_TYPE {
    @Override
    boolean concerns(Product product) {
      return product instanceof Product.Kargo;
    }

    @Override
    boolean opensTo(Candidate candidate) {
      return Product.Kargo.CRED_TYPES.contains(type(candidate));
    }

    @Override
    String rule(Candidate candidate) {
      return "R87";
    }

    @Override
    String words(Candidate candidate) {
      return opensTo(candidate)
          ? "it is a credential of type " + type(candidate)
          : "label "
              + Product.Kargo.CRED_TYPE
              + " is `"
              + type(candidate)
              + "`, must be one of "
              + String.join(", ", Product.Kargo.CRED_TYPES);
    }

    private static String type(Candidate candidate) {
      return candidate.secret().content().labels().getOrDefault(Product.Kargo.CRED_TYPE, "");
    }
  },

  /** Without the project there is nobody to have it (R85, R86). */
  PROJECT_EXISTS {
    @Override
    boolean concerns(Product product) {
      return product instanceof Product.Kargo;
    }

    @Override
    boolean opensTo(Candidate candidate) {
      // where the projects could not be listed, the place is unknown and not missing
      String cluster = candidate.plane().cluster();
      return isShared(candidate)
          || candidate.sight().projects(cluster).containsKey(project(candidate))
          || candidate.sight().projectsUnknown(cluster).isPresent();
    }

    @Override
    String rule(Candidate candidate) {
      return candidate.plane().product().isReserved(project(candidate)) ? "R85" : "R86";
    }

    @Override
    String words(Candidate candidate) {
      String project = project(candidate);
      if (isShared(candidate)) {
        return project + " is shared by all projects";
      }
      return opensTo(candidate)
          ? "project " + project + " exists"
          : candidate.plane().product().isReserved(project)
              ? project + " is no namespace of the declared version of Kargo"
              : "there is no project " + project + " in cluster " + candidate.plane().cluster();
    }

    private static String project(Candidate candidate) {
      return candidate.copy().ref().namespace();
    }

    private static boolean isShared(Candidate candidate) {
      return candidate.plane().product().namespaces().contains(project(candidate));
    }
  };

  /** Whether it stands between Secrets and this kind of control plane. */
  boolean concerns(Product product) {
    return true;
  }

  abstract boolean opensTo(Candidate candidate);

  /** Number of the rule that is asked. */
  abstract String rule(Candidate candidate);

  /** What was found, whether it passes or not; names no value. */
  abstract String words(Candidate candidate);
}
