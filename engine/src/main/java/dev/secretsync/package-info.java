/**
 * In: a request: which repository, which revision, which clusters.
 *
 * <p>Out: a plan, a result or a drift report. Start reading at {@link dev.secretsync.SecretSync}.
 *
 * <p>Never: be imported by one of its stages.
 */
@NullMarked
package dev.secretsync;

import org.jspecify.annotations.NullMarked;
