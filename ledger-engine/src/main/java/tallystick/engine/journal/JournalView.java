package tallystick.engine.journal;

import org.jspecify.annotations.Nullable;

/** The forced part of a journal, to read from any thread. */
public interface JournalView {

    /** Position of the last durable event, {@link Journal#NO_POSITION} when there is none. */
    long lastForcedPosition();

    /**
     * A reader whose first frame is the one that contains {@code position}, or the next one to be
     * written. It belongs to the thread that uses it and must be closed.
     *
     * @param position 0 to {@code lastForcedPosition() + 1}
     */
    FrameReader reader(long position);

    /**
     * Where the frames up to a position lie, so that a later open need not look for them.
     *
     * @param position 0 to {@code lastForcedPosition()}
     * @return null when this journal keeps no such map
     */
    @Nullable JournalMap map(long position);
}
