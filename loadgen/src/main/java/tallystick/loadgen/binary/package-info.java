/**
 * Load over the binary ingest, open loop: a batch is due when the rate says, its latency counts
 * from then, and nothing is believed afterwards that the ledger does not say again.
 */
@NullMarked
package tallystick.loadgen.binary;

import org.jspecify.annotations.NullMarked;
