package tallystick.domain.usage;

/** What became of a usage record. The order is part of the journal's encoding: append only. */
public enum UsageStatus {
    /** Rated, posted and in exactly one settlement window. */
    ACCEPTED,
    /** Kept as an event in the suspense register: it happened, but cannot be rated yet. */
    SUSPENDED,
    /** Same source and id, same body: the first outcome stands, no new event. */
    DUPLICATE,
    /** Same source and id, another body: nothing changes, no new event. */
    CONFLICT,
    /** A strict batch failed on another line: nothing changes, no new event. */
    NOT_APPLIED
}
