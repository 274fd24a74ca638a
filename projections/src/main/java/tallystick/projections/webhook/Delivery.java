package tallystick.projections.webhook;

/**
 * A message and what became of it.
 *
 * @param attempts made so far
 * @param nextEpochMillis when the next attempt may be made, while it is pending
 * @param firstAttemptEpochMillis when the first one was made, 0 for none
 * @param lastAttemptEpochMillis when the last one was made, 0 for none
 * @param lastStatus HTTP status of the last answer, 0 when there was none
 * @param lastError why the last attempt failed, empty when it did not
 */
public record Delivery(
        OutboxMessage message,
        State state,
        int attempts,
        long nextEpochMillis,
        long firstAttemptEpochMillis,
        long lastAttemptEpochMillis,
        int lastStatus,
        String lastError) {

    /** Where a delivery stands. */
    public enum State {
        PENDING,
        DELIVERED,
        FAILED,
        CANCELLED
    }

    /**
     * What an attempt came to.
     *
     * @param state what the delivery is from here
     * @param nextEpochMillis when to try again, if it is pending
     * @param status HTTP status, 0 for no answer
     * @param error why it failed, empty when it did not
     */
    public record Attempt(
            State state, long nextEpochMillis, long atEpochMillis, int status, String error) {}
}
