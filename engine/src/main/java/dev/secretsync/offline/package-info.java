/**
 * In: the declarations of two revisions.
 *
 * <p>Out: what the change between them means, as far as Git alone can tell.
 *
 * <p>Never: need a key or a cluster; say that a value changed, or hold a ciphertext in what is
 * handed on.
 */
@NullMarked
package dev.secretsync.offline;

import org.jspecify.annotations.NullMarked;
