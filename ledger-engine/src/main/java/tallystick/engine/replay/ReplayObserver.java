package tallystick.engine.replay;

import tallystick.domain.LedgerEvent;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;

/**
 * Shown every leaf of a replay once, in order of position, decoded, with the cursor on it. What it
 * throws ends the replay. What it is given is only lent.
 */
public interface ReplayObserver {

    /** Looks at nothing. */
    ReplayObserver NONE = new ReplayObserver() {};

    /** A usage record, with its identity; the ledger may not know it or the few before it yet. */
    default void usage(LeafCursor leaf, UsageRecord usage) {}

    /** Any other event of the ledger, which is applied next. */
    default void event(LeafCursor leaf, LedgerEvent event) {}

    /** An event of the application. */
    default void message(LeafCursor leaf, ApplicationMessage message) {}
}
