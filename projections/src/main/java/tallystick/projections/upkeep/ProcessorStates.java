package tallystick.projections.upkeep;

/** Whether the processors of projections work. */
public interface ProcessorStates {

    /**
     * The state of a projection's processor: {@code running}; {@code retrying} while the database
     * is away or a fault stops it; {@code stopped}.
     */
    String of(String projection);
}
