/**
 * Load over the HTTP API, open loop: a request is due when the rate says, its latency counts from
 * then, and nothing is believed afterwards that the ledger does not say again.
 */
@NullMarked
package tallystick.loadgen.http;

import org.jspecify.annotations.NullMarked;
