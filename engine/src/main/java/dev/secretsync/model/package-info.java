/**
 * In: nothing; these are the words the stages share.
 *
 * <p>Out: addresses, contents, selectors, diagnostics, exit codes.
 *
 * <p>Never: do I/O or import any library but JSpecify.
 */
@NullMarked
package dev.secretsync.model;

import org.jspecify.annotations.NullMarked;
