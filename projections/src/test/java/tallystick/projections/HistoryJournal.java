package tallystick.projections;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;
import tallystick.projections.parking.JournalPiece;
import tallystick.projections.parking.JournalSource;

/** The messages of a history as a journal; more may be added while it is read. */
record HistoryJournal(List<EventMessage<?>> messages) implements JournalSource {

    @Override
    public Cursor behind(long position) {
        AtomicInteger next = new AtomicInteger();
        return new Cursor() {
            @Override
            public @Nullable JournalPiece next() {
                while (next.get() < messages.size()) {
                    JournalPiece piece = JournalDouble.piece(messages.get(next.getAndIncrement()));
                    if (piece.firstPosition() > position) {
                        return piece;
                    }
                    if (piece.lastPosition() > position) {
                        int from = (int) (position + 1 - piece.firstPosition());
                        return piece.part(from, piece.size());
                    }
                }
                return null;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long lastPosition() {
        return messages.isEmpty() ? -1 : EntryMetadata.lastPosition(messages.getLast());
    }
}
