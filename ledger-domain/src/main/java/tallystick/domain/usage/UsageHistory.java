package tallystick.domain.usage;

/**
 * What was recorded before, by journal position: the past, which never changes. Corrections, voids,
 * re-rating and repetitions of old records read what they refer to.
 */
@FunctionalInterface
public interface UsageHistory {

    /** Nothing was recorded before. */
    UsageHistory NONE =
            position -> {
                throw new IllegalStateException("no record at position " + position);
            };

    /**
     * The accepted or suspended record at a position, facts and outcome; read only.
     *
     * @throws IllegalStateException when there is none: the journal or the ledger is broken
     */
    UsageRecord at(long position);

    /**
     * The fingerprint of the record at a position.
     *
     * @throws IllegalStateException as {@link #at}
     */
    default long fingerprint(long position) {
        return at(position).fingerprint;
    }
}
