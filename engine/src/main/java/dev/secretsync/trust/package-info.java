/**
 * In: the trusted revision and the one that is planned.
 *
 * <p>Out: the policy that judges, and what changed about who may decrypt and what may be done.
 *
 * <p>Never: take a rule from the revision under review while a trusted one is given.
 */
@NullMarked
package dev.secretsync.trust;

import org.jspecify.annotations.NullMarked;
