/**
 * In: a cluster to write to, and what this run says of itself.
 *
 * <p>Out: a lock that is held and renewed, or who holds it instead.
 *
 * <p>Never: be what keeps a Secret from being overwritten; that is what preconditions are for.
 */
@NullMarked
package dev.secretsync.lock;

import org.jspecify.annotations.NullMarked;
