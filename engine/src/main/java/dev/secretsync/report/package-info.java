/**
 * In: plans, results and drift.
 *
 * <p>Out: documents, and the numbers and words for them that every format shares; one package below
 * for each kind of reader.
 *
 * <p>Never: name plaintext, or write to anything but the Writer it is given.
 */
@NullMarked
package dev.secretsync.report;

import org.jspecify.annotations.NullMarked;
