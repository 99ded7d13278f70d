/**
 * In: plans, and files that say they are plans or results.
 *
 * <p>Out: files, what is in them exactly as it was written, and one result of several.
 *
 * <p>Never: name plaintext; take a file that is not what we wrote for one that is.
 */
@NullMarked
package dev.secretsync.saved;

import org.jspecify.annotations.NullMarked;
