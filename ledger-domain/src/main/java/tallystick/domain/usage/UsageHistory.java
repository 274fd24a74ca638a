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

    /**
     * Position of the first record with the source and id of {@code usage} in a stretch of the
     * journal, −1 when there is none.
     *
     * @param firstPosition where it begins
     * @param lastPosition where it ends, itself included
     * @throws IllegalStateException when this history cannot be searched
     */
    default long find(UsageRecord usage, long firstPosition, long lastPosition) {
        throw new IllegalStateException("this history cannot be searched");
    }
}
