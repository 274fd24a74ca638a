/**
 * Binary ingest over TCP: the same records, rules and outcomes as the JSON door, for gateways that
 * send many. A batch is answered once all it recorded is durable; what cannot be taken is said with
 * its reason, and a sender that is faster than the ledger is not read from.
 */
@NullMarked
package tallystick.engine.ingest;

import org.jspecify.annotations.NullMarked;
