/**
 * In: declarations and where they make us look.
 *
 * <p>Out: what plan and apply must be allowed in each cluster, and nothing beyond that.
 *
 * <p>Never: ask a cluster or open a file.
 */
@NullMarked
package dev.secretsync.access;

import org.jspecify.annotations.NullMarked;
