package tallystick.engine.ingest.rule;

import tallystick.domain.usage.UsageRecord;

/**
 * Whether a record's attributes are what the JSON door would have kept: the door that knows JSON
 * answers. One thread at a time; each connection has one of its own.
 */
public interface AttributesCheck {

    /** Takes no attributes, for a server without a JSON door. */
    AttributesCheck NONE_TAKEN = (_, faults) -> faults.add("event", "may have no attributes here");

    /**
     * Notes what is wrong with {@link UsageRecord#attributes}, which is not null, for a record of
     * this kind.
     */
    void check(UsageRecord usage, UsageFaults faults);
}
