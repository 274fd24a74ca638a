package tallystick.app.webhook;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * When to try again: after delays that grow, each a tenth longer or shorter by chance, so that
 * receivers that failed together are not tried together.
 *
 * @param delaysSeconds after the first attempt, after the second …; after the last there is none
 */
public record RetrySchedule(List<Long> delaysSeconds) {

    private static final long MILLIS = 1_000;

    /** What there is after the last attempt. */
    static final long NEVER = -1;

    public RetrySchedule {
        delaysSeconds = List.copyOf(delaysSeconds);
    }

    /**
     * How long to wait, milliseconds, or {@link #NEVER}.
     *
     * @param attempts made so far, 1 or more
     */
    long afterMillis(int attempts, RandomGenerator chance) {
        if (attempts > delaysSeconds.size()) {
            return NEVER;
        }
        long millis = delaysSeconds.get(attempts - 1) * MILLIS;
        long tenth = millis / 10;
        return tenth == 0 ? millis : millis - tenth + chance.nextLong(2 * tenth + 1);
    }
}
