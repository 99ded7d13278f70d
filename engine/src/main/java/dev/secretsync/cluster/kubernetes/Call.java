package dev.secretsync.cluster.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One request to an API server.
 *
 * @param method the HTTP method
 * @param path path and query below the server's address, without the leading slash
 * @param accept the {@code Accept} header
 * @param payload the body, where there is one
 */
record Call(String method, String path, String accept, Optional<Payload> payload) {
  static final String JSON = "application/json";

  /**
   * Asks for the metadata only, so that values do not come back from a write or from a read that
   * needs none. A server that does not know the form answers with the whole object.
   */
  static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1," + JSON;

  /** The same for a list. */
  static final String METADATA_LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1," + JSON;

  static Call get(String path, String accept) {
    return new Call("GET", path, accept, Optional.empty());
  }

  /** Path of a namespace's Secrets. */
  static String secrets(String namespace) {
    return namespace(namespace) + "/secrets";
  }

  /** Path of a namespace. */
  static String namespace(String name) {
    return "api/v1/namespaces/" + encode(name);
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
