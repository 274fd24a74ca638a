package tallystick.projections;

import java.util.SortedMap;
import javax.sql.DataSource;
import tallystick.projections.sql.Unread;

/** How far each projection has come. Any number of threads may wait at once. */
public final class ProgressView {

    public ProgressView(DataSource dataSource) {}

    /** The last position whose effect is in the projection's tables; −1 when there is none. */
    public long position(String projection) {
        return Unread.<Long>answer(ProgressView.class);
    }

    /** The position of every projection that has folded anything. */
    public SortedMap<String, Long> positions() {
        return Unread.answer(ProgressView.class);
    }

    /**
     * Waits until the projection has reached a position.
     *
     * @param minPosition the position wanted; −1 is always reached
     * @param timeoutMillis longest wait, 0 or more
     * @return whether it was reached in time
     */
    public boolean awaitPosition(String projection, long minPosition, long timeoutMillis)
            throws InterruptedException {
        return Unread.<Boolean>answer(ProgressView.class);
    }
}
