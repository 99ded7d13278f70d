/**
 * In: documents.
 *
 * <p>Out: Markdown for a comment, an issue or the summary of a job, no longer than it may be.
 *
 * <p>Never: leave something out without saying how much; let a name be a link, a mention or markup.
 */
@NullMarked
package dev.secretsync.report.markdown;

import org.jspecify.annotations.NullMarked;
