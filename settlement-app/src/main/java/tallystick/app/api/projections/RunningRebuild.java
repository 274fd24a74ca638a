package tallystick.app.api.projections;

import org.jspecify.annotations.Nullable;

/** A rebuild on a thread of its own. */
final class RunningRebuild {

    private volatile String state = "running";
    private volatile long position = -1;
    private volatile @Nullable String problem;

    String state() {
        return state;
    }

    long position() {
        return position;
    }

    @Nullable String problem() {
        return problem;
    }

    void reached(long at) {
        position = at;
    }

    void done(long at) {
        position = at;
        state = "done";
    }

    void failed(String why) {
        problem = why;
        state = "failed";
    }
}
