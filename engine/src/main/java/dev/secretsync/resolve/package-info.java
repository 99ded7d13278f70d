/**
 * In: declarations, what Git alone desires, and what the clusters hold.
 *
 * <p>Out: the desired state with what clusters offer in it: collected into control planes and
 * fanned out to other clusters, each with the reason it exists.
 *
 * <p>Never: do I/O, or read a value.
 */
@NullMarked
package dev.secretsync.resolve;

import org.jspecify.annotations.NullMarked;
