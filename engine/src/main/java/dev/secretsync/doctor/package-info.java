/**
 * In: clusters that nobody has used yet, what we need there, and the runner's keys.
 *
 * <p>Out: one check after the other, each with a next step where one is needed.
 *
 * <p>Never: read a Secret, decrypt a value or write anything.
 */
@NullMarked
package dev.secretsync.doctor;

import org.jspecify.annotations.NullMarked;
