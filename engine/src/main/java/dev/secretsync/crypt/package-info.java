/**
 * In: identities of the runner.
 *
 * <p>Out: what opens encrypted files: the words that age and SOPS share.
 *
 * <p>Never: know where the bytes came from.
 */
@NullMarked
package dev.secretsync.crypt;

import org.jspecify.annotations.NullMarked;
