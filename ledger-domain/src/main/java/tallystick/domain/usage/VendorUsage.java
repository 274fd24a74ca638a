package tallystick.domain.usage;

import java.util.Arrays;

/**
 * The numbers of a vendor's usage object, flattened: the member {@code cached_tokens} of the member
 * {@code prompt_tokens_details} has the path {@code prompt_tokens_details.cached_tokens}. Members
 * that are null are left away. A reusable carrier; one thread at a time.
 */
public final class VendorUsage {

    /** No member has the path. */
    public static final long ABSENT = -1;

    /** The member is not a whole number of 0 … {@link TokenClass#MAX_TOKENS}, or is there twice. */
    public static final long MALFORMED = -2;

    private String[] paths = new String[16];
    private long[] counts = new long[16];
    private int size;

    /** Forgets every member. */
    public void clear() {
        size = 0;
    }

    /**
     * Adds a member.
     *
     * @param count 0 … {@link TokenClass#MAX_TOKENS}; anything else is kept as malformed
     */
    public void add(String path, long count) {
        if (size == paths.length) {
            paths = Arrays.copyOf(paths, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        paths[size] = path;
        counts[size++] = count < 0 || count > TokenClass.MAX_TOKENS ? MALFORMED : count;
    }

    /** The member's count, {@link #ABSENT} or {@link #MALFORMED}. */
    public long count(String path) {
        long found = ABSENT;
        for (int i = 0; i < size; i++) {
            if (paths[i].equals(path)) {
                found = found == ABSENT ? counts[i] : MALFORMED;
            }
        }
        return found;
    }

    /** Whether a member has the path. */
    public boolean has(String path) {
        return count(path) != ABSENT;
    }
}
