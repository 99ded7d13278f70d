/**
 * In: namespaces to look at and Secrets to write.
 *
 * <p>Out: what lives there, and how each write ended.
 *
 * <p>Never: know Git or plans.
 */
@NullMarked
package dev.secretsync.cluster;

import org.jspecify.annotations.NullMarked;
