package tallystick.app.brokenwall;

/** A page on the ring. */
public record ConsoleWithDisruptor(com.lmax.disruptor.Sequence sequence) {}
