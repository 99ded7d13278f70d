/**
 * In: differences and verdicts.
 *
 * <p>Out: what would be done, in order, and whether it may be.
 *
 * <p>Never: name plaintext.
 */
@NullMarked
package dev.secretsync.plan;

import org.jspecify.annotations.NullMarked;
