/**
 * In: what is declared, before any of it is opened, and differences.
 *
 * <p>Out: verdicts, each with the rule that spoke.
 *
 * <p>Never: name plaintext.
 */
@NullMarked
package dev.secretsync.policy;

import org.jspecify.annotations.NullMarked;
