package tallystick.domain.settlement;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A document split into what is disputed and what is not, line by line (settlement chapter §4.5).
 * The undisputed part always settles on time; both parts sum to the document (I13). A line can be
 * claimed by several disputes, together never for more than it is.
 *
 * @param document the document's name
 * @param totalMinor the lines' totals as issued, minor units, 0 or more, by canonical line key
 * @param claims the claims taken so far, minor units, more than 0
 */
public record DisputeSplit(
        String document, SortedMap<String, Long> totalMinor, SortedMap<ClaimKey, Long> claims) {

    /**
     * What a claim is known by: a dispute names a line once.
     *
     * @param dispute the dispute's name
     * @param line the canonical key of the line
     */
    public record ClaimKey(String dispute, String line) implements Comparable<ClaimKey> {

        public ClaimKey {
            ArgumentCheck.name("dispute", dispute);
            ArgumentCheck.name("line", line);
        }

        @Override
        public int compareTo(ClaimKey other) {
            int byDispute = dispute.compareTo(other.dispute);
            return byDispute != 0 ? byDispute : line.compareTo(other.line);
        }
    }

    /** The answer to a claim. */
    public sealed interface Answer {}

    /**
     * The claim is taken.
     *
     * @param split the document with it
     */
    public record Claimed(DisputeSplit split) implements Answer {}

    /** The same claim was taken before: nothing changes. */
    public record Replayed() implements Answer {}

    /**
     * The dispute claimed another amount of that line before: nothing changes.
     *
     * @param firstMinor what it claimed, minor units
     */
    public record Conflict(long firstMinor) implements Answer {}

    /** The document has no such line. */
    public record UnknownLine() implements Answer {}

    /**
     * The line has less left to dispute.
     *
     * @param undisputedMinor what is left, minor units
     */
    public record Exceeds(long undisputedMinor) implements Answer {}

    /**
     * @throws IllegalArgumentException when a claim is not more than 0, names no line of the
     *     document, or a line is claimed for more than its total
     * @throws ArithmeticException when a sum leaves 63 bits of minor units
     */
    public DisputeSplit {
        ArgumentCheck.name("document", document);
        totalMinor = ArgumentCheck.amounts("totalMinor", totalMinor);
        sum(totalMinor);
        claims = Canonical.sorted(claims);
        SortedMap<String, Long> disputed = new TreeMap<>();
        claims.forEach(
                (key, minor) -> {
                    ArgumentCheck.positive("claims[" + key + "]", minor);
                    disputed.merge(key.line, minor, Math::addExact);
                });
        for (Map.Entry<String, Long> line : disputed.entrySet()) {
            ArgumentCheck.that(
                    line.getValue() <= totalMinor.getOrDefault(line.getKey(), 0L),
                    "claims on " + line.getKey(),
                    "must not exceed the line");
        }
    }

    /** A document nobody disputes. */
    public static DisputeSplit undisputed(String document, Map<String, Long> totalMinor) {
        return new DisputeSplit(document, Canonical.sorted(totalMinor), new TreeMap<>());
    }

    /**
     * Takes a claim, whole or not at all.
     *
     * @param minor what is disputed, minor units, more than 0
     * @throws IllegalArgumentException for an amount that is not more than 0
     */
    public Answer claim(ClaimKey key, long minor) {
        ArgumentCheck.positive("minor", minor);
        Long first = claims.get(key);
        if (first != null) {
            return first == minor ? new Replayed() : new Conflict(first);
        }
        if (!totalMinor.containsKey(key.line)) {
            return new UnknownLine();
        }
        if (minor > undisputedMinor(key.line)) {
            return new Exceeds(undisputedMinor(key.line));
        }
        SortedMap<ClaimKey, Long> more = new TreeMap<>(claims);
        more.put(key, minor);
        return new Claimed(new DisputeSplit(document, totalMinor, more));
    }

    /** What is disputed of a line, 0 for a line that is not there. */
    public long disputedMinor(String line) {
        long disputed = 0;
        for (Map.Entry<ClaimKey, Long> claim : claims.entrySet()) {
            disputed += claim.getKey().line.equals(line) ? claim.getValue() : 0;
        }
        return disputed;
    }

    /** What settles on time of a line, 0 for a line that is not there. */
    public long undisputedMinor(String line) {
        return totalMinor.getOrDefault(line, 0L) - disputedMinor(line);
    }

    /** The document's total. */
    public long totalMinorOfDocument() {
        return sum(totalMinor);
    }

    /** What is disputed of the document. */
    public long disputedMinorOfDocument() {
        return sum(claims);
    }

    /** What settles on time of the document. */
    public long undisputedMinorOfDocument() {
        return totalMinorOfDocument() - disputedMinorOfDocument();
    }

    private static long sum(Map<?, Long> amounts) {
        long sum = 0;
        for (long minor : amounts.values()) {
            sum = Math.addExact(sum, minor);
        }
        return sum;
    }
}
