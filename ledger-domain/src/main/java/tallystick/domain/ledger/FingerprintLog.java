package tallystick.domain.ledger;

/**
 * Fingerprints of the most recent records by journal position; those of older ones are in the
 * journal. Over all records it keeps one sum, so that the digest covers every fingerprint without
 * reading one. Kept apart from the identities so that looking for a new one does not drag it
 * through memory.
 */
final class FingerprintLog {

    /** How many positions back a fingerprint is at hand: 2^20, in 8 MiB. */
    static final int RECENT = 1 << 20;

    private static final int CHUNK_BITS = 12;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final long[][] chunks = new long[RECENT >>> CHUNK_BITS][];

    /** Everything put before this position is forgotten. */
    private long firstKept;

    private long newest = -1;
    private long sum;

    /** Takes in a record's fingerprint; positions rise. */
    void put(long position, long fingerprint) {
        int chunk = (int) (position >>> CHUNK_BITS) & (chunks.length - 1);
        if (chunks[chunk] == null) {
            chunks[chunk] = new long[CHUNK];
        }
        chunks[chunk][(int) position & (CHUNK - 1)] = fingerprint;
        newest = position;
        sum += mixed(position, fingerprint);
    }

    /** Whether the fingerprint of a record at a position that was put is at hand. */
    boolean has(long position) {
        return position > newest - RECENT && position >= firstKept;
    }

    /** The fingerprint at a position that was put and is at hand. */
    long at(long position) {
        int chunk = (int) (position >>> CHUNK_BITS) & (chunks.length - 1);
        return chunks[chunk][(int) position & (CHUNK - 1)];
    }

    private static long mixed(long position, long fingerprint) {
        long mixed = (fingerprint ^ (fingerprint >>> 29)) * 0xBF58476D1CE4E5B9L + position;
        return (mixed ^ (mixed >>> 32)) * 0x94D049BB133111EBL + position + 1;
    }

    void digestInto(StateDigest digest) {
        digest.number(sum);
    }

    void saveInto(StateWriter out) {
        out.section("fingerprints").number(newest).number(sum);
    }

    /** Forgets the fingerprints themselves: who asks for one has it read from the journal. */
    void load(StateReader in) {
        in.section("fingerprints");
        newest = in.number();
        sum = in.number();
        firstKept = newest + 1;
    }
}
