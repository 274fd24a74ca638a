package tallystick.domain;

import org.jspecify.annotations.Nullable;

/**
 * What a caller is told once the events are durable.
 *
 * @param position journal position of the request's last event; −1 when there is none
 * @param resource name of what was made, empty for none
 * @param refusal why not, null when it was done
 * @param replayed the key was spent before: this is the first answer again
 * @param hold where the hold stands, for messages of holds that were not refused; else null
 */
public record Answer(
        long position,
        String resource,
        @Nullable Refusal refusal,
        boolean replayed,
        @Nullable HoldAnswer hold) {

    /** An answer that is about no hold. */
    public Answer(long position, String resource, @Nullable Refusal refusal, boolean replayed) {
        this(position, resource, refusal, replayed, null);
    }
}
