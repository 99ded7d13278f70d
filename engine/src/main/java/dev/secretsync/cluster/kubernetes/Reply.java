package dev.secretsync.cluster.kubernetes;

/** What came of one request. */
sealed interface Reply permits Answer, NoAnswer {}
