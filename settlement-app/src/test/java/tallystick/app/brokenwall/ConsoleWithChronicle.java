package tallystick.app.brokenwall;

/** A page that reads the journal's files. */
public record ConsoleWithChronicle(net.openhft.chronicle.queue.ChronicleQueue queue) {}
