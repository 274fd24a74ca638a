package tallystick.domain.ledger;

import java.util.Arrays;

/**
 * The fingerprint of the record at each journal position: written in order, read only when an
 * identity is seen again. Kept apart from the identities so that looking for a new one does not
 * drag it through memory.
 */
final class FingerprintLog {

    private static final int CHUNK_BITS = 12;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private long[][] chunks = new long[16][];

    void put(long position, long fingerprint) {
        int chunk = Math.toIntExact(position >>> CHUNK_BITS);
        if (chunk >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(chunk + 1, chunks.length * 2));
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new long[CHUNK];
        }
        chunks[chunk][(int) position & (CHUNK - 1)] = fingerprint;
    }

    /** The fingerprint at a position that was put. */
    long at(long position) {
        return chunks[(int) (position >>> CHUNK_BITS)][(int) position & (CHUNK - 1)];
    }
}
