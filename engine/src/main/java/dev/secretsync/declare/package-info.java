/**
 * In: the files of a revision.
 *
 * <p>Out: declarations, each with the place it was written at; the only JSON Schema.
 *
 * <p>Never: see plaintext.
 */
@NullMarked
package dev.secretsync.declare;

import org.jspecify.annotations.NullMarked;
