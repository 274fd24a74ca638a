package tallystick.app.demo;

/**
 * One event of a batch.
 *
 * @param json the CloudEvent
 * @param expected what the ledger must answer
 */
record UsageItem(String json, Expected expected) {

    /** What must become of an event. */
    enum Expected {
        ACCEPTED,
        DUPLICATE,
        SUSPENDED
    }
}
