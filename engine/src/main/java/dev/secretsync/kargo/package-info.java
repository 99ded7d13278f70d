/**
 * In: Secrets that Kargo reads.
 *
 * <p>Out: what Kargo would ignore or misread in them.
 *
 * <p>Never: name a value.
 */
@NullMarked
package dev.secretsync.kargo;

import org.jspecify.annotations.NullMarked;
