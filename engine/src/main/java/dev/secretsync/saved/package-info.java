/**
 * In: plans, and files that say they are some.
 *
 * <p>Out: files, and the plans in them, exactly as they were written.
 *
 * <p>Never: name plaintext; take a file that is not what we wrote for one that is.
 */
@NullMarked
package dev.secretsync.saved;

import org.jspecify.annotations.NullMarked;
