package tallystick.projections.parking;

import org.jspecify.annotations.Nullable;

/** The journal as who keeps the projections reads it, beside their processors. */
public interface JournalSource {

    /**
     * A reader whose first piece begins behind a position; it may begin within a run.
     *
     * @param position −1 … the last durable one
     */
    Cursor behind(long position);

    /** The last position on disk; −1 for an empty journal. */
    long lastPosition();

    /** A reader; one thread. */
    interface Cursor extends AutoCloseable {

        /** The next piece, or null when no further one is durable; a later call may find one. */
        @Nullable JournalPiece next();

        @Override
        void close();
    }
}
