package dev.secretsync.cluster.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.RealApiServer;

/** The contract against a real kube-apiserver, which CI always has. */
class RealServerIT extends ClusterContract {
  @Override
  ApiServer start(ApiServer.Options options) {
    boolean required = "true".equals(System.getenv("CI"));
    assumeTrue(
        required || RealApiServer.available(),
        "KUBEBUILDER_ASSETS names no folder with kube-apiserver and etcd");
    return RealApiServer.start(options);
  }
}
