package tallystick.engine.snapshot;

import java.nio.file.Path;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.journal.JournalMap;
import tallystick.engine.pipeline.MessageIndex;

/**
 * A ledger that was read from a snapshot, and what it was made of.
 *
 * @param file where it was read
 * @param position of the last event in it
 * @param state the ledger at that position
 * @param messages where the application's messages stand
 * @param map of the journal up to that position
 */
public record Snapshot(
        Path file, long position, LedgerState state, MessageIndex messages, JournalMap map) {}
