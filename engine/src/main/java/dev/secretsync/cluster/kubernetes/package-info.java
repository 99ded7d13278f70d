/**
 * In: the runner's kubeconfig.
 *
 * <p>Out: clusters spoken to over HTTP; the only fabric8.
 *
 * <p>Never: put a response body into a message.
 */
@NullMarked
package dev.secretsync.cluster.kubernetes;

import org.jspecify.annotations.NullMarked;
