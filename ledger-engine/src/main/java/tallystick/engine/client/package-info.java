/**
 * The gateways' library for the binary ingest: what was sent and not answered is sent again until
 * it is, and the ledger records it once, because a record is known by its source and id.
 */
@NullMarked
package tallystick.engine.client;

import org.jspecify.annotations.NullMarked;
