package tallystick.app.api.usage;

/** How usage events are laid out in a body. */
enum EventFormat {
    /** One CloudEvent in structured mode. */
    SINGLE,
    /** A JSON array of CloudEvents. */
    BATCH,
    /** CloudEvents one after the other, a line each. */
    LINES
}
