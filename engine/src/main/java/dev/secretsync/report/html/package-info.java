/**
 * In: documents.
 *
 * <p>Out: one page for a browser that is complete in itself: no script, style or picture from
 * elsewhere.
 *
 * <p>Never: let a name be anything but text.
 */
@NullMarked
package dev.secretsync.report.html;

import org.jspecify.annotations.NullMarked;
