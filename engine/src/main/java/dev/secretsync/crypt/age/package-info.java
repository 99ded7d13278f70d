/**
 * In: an age file and identities.
 *
 * <p>Out: the file key's payload.
 *
 * <p>Never: return a byte of a file that does not authenticate.
 */
@NullMarked
package dev.secretsync.crypt.age;

import org.jspecify.annotations.NullMarked;
