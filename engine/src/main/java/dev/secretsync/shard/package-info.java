/**
 * In: how much work each cluster is.
 *
 * <p>Out: into how many parts a fleet is divided, and how much work each of them is.
 *
 * <p>Never: look at a cluster, or decide what a part is planned to do.
 */
@NullMarked
package dev.secretsync.shard;

import org.jspecify.annotations.NullMarked;
