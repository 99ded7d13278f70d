/**
 * In: declarations and what opens their files.
 *
 * <p>Out: the Secrets that each cluster should hold, each with the reason it is there.
 *
 * <p>Never: know how a cluster is spoken to.
 */
@NullMarked
package dev.secretsync.desired;

import org.jspecify.annotations.NullMarked;
