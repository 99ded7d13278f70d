/**
 * In: a plan and the desired contents it was made from.
 *
 * <p>Out: one outcome for every planned change.
 *
 * <p>Never: decide what policy could decide.
 */
@NullMarked
package dev.secretsync.apply;

import org.jspecify.annotations.NullMarked;
