/**
 * Everything is put together here, once, in the order of the path that a consumption takes; no
 * other package creates a part of it.
 *
 * <pre>
 *  1 settlement-app  api/                       parse, authorise
 *    ledger-engine   ingest/                    or decode: binary usage goes straight to the ring
 *  2                 axon/RingCommandBus        Axon's CommandBus: CommandGateway.send → slot
 *  3 ledger-engine   pipeline/                  1 decide → 2 journal → 3 acknowledge
 *  4                                            one thread owns the ledger
 *  5 ledger-domain   LedgerDecider              events, or a refusal
 *  6 ledger-engine   journal/                   one frame per ring batch, one force
 *  7                                            callbacks with position and outcome
 *  8 settlement-app  axon/JournalEventStore     Axon's EventStore over the journal
 *  9 projections                                rows and position in one transaction
 * 10 ledger-engine   tlog/                      leaves → tiles → signed checkpoint, served in api/tlog
 * 11 settlement-app  process/                   fence, root, seal; re-rate, re-price: through 2–7
 * </pre>
 */
@NullMarked
package tallystick.app.wiring;

import org.jspecify.annotations.NullMarked;
