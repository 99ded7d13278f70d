package dev.secretsync.cli;

import dev.secretsync.Preflight;
import dev.secretsync.access.Access;
import dev.secretsync.access.Identity;
import dev.secretsync.access.Needs;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Nearest;
import dev.secretsync.report.text.RbacYaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code secretsync rbac}: what an administrator grants before the first run. */
final class RbacCommand {
  private static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final String NAMESPACE = "secretsync";

  private RbacCommand() {}

  static int run(Invocation invocation) {
    String namespace = invocation.value(Flag.NAMESPACE).orElse(NAMESPACE);
    requireName(Flag.NAMESPACE, namespace);
    SortedSet<String> projects = new TreeSet<>();
    invocation
        .value(Flag.PROJECTS)
        .ifPresent(
            names -> Arrays.stream(names.split(",", -1)).map(String::strip).forEach(projects::add));
    projects.forEach(project -> requireName(Flag.PROJECTS, project));
    Preflight.Granted granted =
        Preflight.access(
            RepositoryRun.request(invocation),
            new Needs.Wishes(invocation.has(Flag.PAST), projects));
    invocation.complain(granted.warnings());
    Map<String, Access> all = chosen(invocation.value(Flag.CLUSTER), granted.access());
    if (!projects.isEmpty() && all.values().stream().noneMatch(Access::projects)) {
      throw Invocation.usage(
          "--projects names projects, and no Kargo is declared here", "leave it out");
    }
    Access access = Access.inEach(all.values());
    new RbacYaml(namespace, identities(invocation), invocation.out())
        .write(access, notes(access, all, granted.installation()));
    return ExitCode.OK.number();
  }

  private static void requireName(Flag flag, String name) {
    if (!name.matches(NAME)) {
      throw Invocation.usage(
          "--" + flag.longName() + " takes the name of a namespace", "such as " + NAMESPACE);
    }
  }

  private static Map<String, Access> chosen(Optional<String> cluster, Map<String, Access> all) {
    if (cluster.isEmpty()) {
      return all;
    }
    Access access = all.get(cluster.get());
    if (access == null) {
      throw Invocation.usage(
          "there is no cluster " + cluster.get(),
          Nearest.hint(
              cluster.get(),
              List.copyOf(all.keySet()),
              "the clusters are " + String.join(", ", all.keySet())));
    }
    return Map.of(cluster.get(), access);
  }

  private static List<Identity> identities(Invocation invocation) {
    return invocation.has(Flag.PLAN_ONLY) ? List.of(Identity.PLAN) : List.of(Identity.values());
  }

  private static List<String> notes(Access access, Map<String, Access> all, String installation) {
    List<String> notes = new ArrayList<>();
    notes.add("What secretsync needs to be allowed, for installation " + installation + ".");
    notes.add("Clusters: " + RbacYaml.clusters(access.contexts()));
    if (!Access.isSame(all.values())) {
      notes.add("This is enough in each of them. They do not all need the same: what exactly one");
      notes.add("of them needs, --cluster NAME prints.");
    }
    notes.add("A Role lives in a namespace, so the namespaces that are missing are made here.");
    return notes;
  }
}
