/**
 * In: documents.
 *
 * <p>Out: what other systems read: annotations and outputs of GitHub Actions, SARIF for code
 * scanning, JUnit XML for viewers of tests, metrics for Prometheus.
 *
 * <p>Never: look green where something failed or could not be read.
 */
@NullMarked
package dev.secretsync.report.ci;

import org.jspecify.annotations.NullMarked;
