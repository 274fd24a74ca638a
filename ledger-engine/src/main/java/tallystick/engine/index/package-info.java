/**
 * Indexes for readers: which events concern a wallet and what its balance was before each, where
 * the record of a (source, id) stands, and what was recorded when. They hold places and running
 * balances, never events: every answer is read from the journal, and every file here can be thrown
 * away and is then made again from it.
 *
 * <pre>
 *   journal ──forced events──▶ 1 ReaderIndex (one thread, gives way to ingest)
 *                              2   RecentRun: the newest up to 2^20 events, in memory
 *                              3   RunFile:   older ones, immutable, a checksum per page
 *                              4   IndexState: where the newest run ends and what goes on from there
 *   queries ◀── journal ◀── 5 WalletHistory, EventReader ◀── 2, 3
 * </pre>
 */
@NullMarked
package tallystick.engine.index;

import org.jspecify.annotations.NullMarked;
