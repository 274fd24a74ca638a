package tallystick.domain.ledger;

/** Gives the bytes of a saved state in order. */
@FunctionalInterface
public interface StateSource {

    /**
     * Gives some of the bytes that come next.
     *
     * @param length most bytes, 1 or more
     * @return how many, 1 or more; −1 when there are no more
     */
    int read(byte[] into, int offset, int length);
}
