package dev.secretsync.cluster.kubernetes;

import dev.secretsync.fixtures.apiserver.ApiServer;
import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;

/** The contract against the embedded API server. */
class EmbeddedServerTest extends ClusterContract {
  @Override
  ApiServer start(ApiServer.Options options) {
    return EmbeddedApiServer.start(options);
  }
}
