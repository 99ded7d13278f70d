package dev.secretsync.doctor;

import java.util.List;

/**
 * What was found in one cluster.
 *
 * @param cluster its declared name
 * @param context the kubeconfig context that leads to it
 */
public record Examination(String cluster, String context, List<Check> checks) {
  public Examination {
    checks = List.copyOf(checks);
  }
}
