package tallystick.engine.journal;

/** How often a {@link JournalKind#CHRONICLE} journal begins a new file. */
public enum ChronicleRoll {
    MINUTELY,
    HOURLY,
    DAILY
}
