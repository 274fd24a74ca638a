package tallystick.app.demo;

/**
 * What was sent in all.
 *
 * @param book the trace's rows, to be accepted
 * @param duplicates events sent a second time
 * @param unpriceable events that must be suspended
 */
record DemoSent(DemoBook book, long duplicates, long unpriceable) {

    /** Every event sent, injected ones included. */
    long events() {
        return book.rows() + duplicates + unpriceable;
    }
}
