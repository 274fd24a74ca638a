package tallystick.domain.ledger;

/** Takes the bytes of a saved state in order. */
@FunctionalInterface
public interface StateSink {

    /**
     * Takes {@code length} bytes, all of them, before it returns.
     *
     * @param bytes only lent
     */
    void write(byte[] bytes, int offset, int length);
}
