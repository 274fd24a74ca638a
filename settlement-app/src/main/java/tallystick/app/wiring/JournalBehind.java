package tallystick.app.wiring;

import org.jspecify.annotations.Nullable;
import tallystick.engine.EventTail;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;
import tallystick.projections.parking.JournalPiece;
import tallystick.projections.parking.JournalSource;

/** The engine's journal as those who keep the projections read it. */
record JournalBehind(LedgerEngine engine) implements JournalSource {

    @Override
    public Cursor behind(long position) {
        return new Reader(engine.tail(position));
    }

    @Override
    public long lastPosition() {
        return engine.lastDurablePosition();
    }

    private record Reader(EventTail tail) implements Cursor {

        @Override
        public @Nullable JournalPiece next() {
            JournalEntry entry = tail.poll();
            return entry == null ? null : piece(entry);
        }

        private static JournalPiece piece(JournalEntry entry) {
            return new JournalPiece(
                    entry instanceof JournalEntry.Ledger ledger ? ledger.event() : null,
                    entry.firstPosition(),
                    entry.lastPosition(),
                    entry.recordedEpochNanos());
        }

        @Override
        public void close() {
            tail.close();
        }
    }
}
