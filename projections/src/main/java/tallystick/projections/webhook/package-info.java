/**
 * The outbox of webhooks: exactly one row for each event and endpoint, written in the transaction
 * that moves the position, and what became of it. Who is told what, and the sending, are elsewhere.
 */
@NullMarked
package tallystick.projections.webhook;

import org.jspecify.annotations.NullMarked;
