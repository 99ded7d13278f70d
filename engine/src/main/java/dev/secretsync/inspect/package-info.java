/**
 * In: a plan, and what it was made from.
 *
 * <p>Out: what people ask about it: why one Secret is where it is or is not, and which Secrets
 * there are.
 *
 * <p>Never: do I/O, read a value, or hand on what holds one.
 */
@NullMarked
package dev.secretsync.inspect;

import org.jspecify.annotations.NullMarked;
