package tallystick.domain.ledger;

import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.SuspenseReason;

/**
 * A usage record that waits in suspense.
 *
 * @param position of its event
 * @param reason why it waits
 * @param proposer the first of the two persons who release it, null when none has
 */
public record SuspendedUsage(long position, SuspenseReason reason, @Nullable String proposer) {

    SuspendedUsage proposedBy(String actor) {
        return new SuspendedUsage(position, reason, actor);
    }
}
