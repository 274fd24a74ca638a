/**
 * Events out, by the Standard Webhooks specification: endpoints are events in the journal, what is
 * to be sent is a row of the outbox, and each is sent until it was taken or given up. At least
 * once, under one id; never to an address that is not public; nothing here holds up the ledger.
 */
@NullMarked
package tallystick.app.webhook;

import org.jspecify.annotations.NullMarked;
