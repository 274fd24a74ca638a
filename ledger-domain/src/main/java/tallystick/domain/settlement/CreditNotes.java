package tallystick.domain.settlement;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The credit notes on one document's lines (settlement chapter §4.5). However resolutions arrive,
 * at once, again or in another order, a line is never credited for more than it was (I10), and a
 * resolution credits once. A debit note needs no cap: it is a line of its own.
 *
 * <p>A resolution that grants more than is left of a line is cut to what is left, not refused: so
 * what a set of resolutions credits in all does not depend on their order.
 *
 * @param originalMinor the lines as issued, minor units, 0 or more, by canonical line key
 * @param notes the notes written so far, by resolution
 */
public record CreditNotes(SortedMap<String, Long> originalMinor, SortedMap<String, Note> notes) {

    /**
     * What a dispute came to.
     *
     * @param resolution its name: what makes it idempotent
     * @param grantedMinor minor units to credit, more than 0, by line; at least one
     */
    public record Resolution(String resolution, SortedMap<String, Long> grantedMinor) {

        public Resolution {
            ArgumentCheck.name("resolution", resolution);
            grantedMinor = Canonical.sorted(grantedMinor);
            ArgumentCheck.that(!grantedMinor.isEmpty(), "grantedMinor", "must name a line");
            grantedMinor.forEach(
                    (line, minor) -> ArgumentCheck.positive("grantedMinor[" + line + "]", minor));
        }
    }

    /**
     * A credit note.
     *
     * @param resolution the resolution it carries out
     * @param creditedMinor minor units credited, 0 … what was granted, by line
     */
    public record Note(Resolution resolution, SortedMap<String, Long> creditedMinor) {

        /**
         * @throws IllegalArgumentException when it credits another line or more than was granted
         */
        public Note {
            creditedMinor = ArgumentCheck.amounts("creditedMinor", creditedMinor);
            for (Map.Entry<String, Long> line : creditedMinor.entrySet()) {
                ArgumentCheck.that(
                        line.getValue() <= resolution.grantedMinor.getOrDefault(line.getKey(), -1L),
                        "creditedMinor[" + line.getKey() + "]",
                        "must not exceed what was granted");
            }
        }

        /** Whether some line had less left than was granted. */
        public boolean isCut() {
            return !creditedMinor.equals(resolution.grantedMinor);
        }
    }

    /** The answer to a resolution. */
    public sealed interface Answer {}

    /**
     * A note is written.
     *
     * @param note the note
     * @param after all notes with it
     */
    public record Credited(Note note, CreditNotes after) implements Answer {}

    /**
     * The same resolution was carried out before: nothing changes.
     *
     * @param note the note it wrote then
     */
    public record Replayed(Note note) implements Answer {}

    /**
     * The resolution granted something else before: nothing changes.
     *
     * @param note the note it wrote then
     */
    public record Conflict(Note note) implements Answer {}

    /**
     * The document has no such line: nothing changes.
     *
     * @param line the first line that is missing, by key
     */
    public record UnknownLine(String line) implements Answer {}

    /**
     * @throws IllegalArgumentException when the notes credit a line for more than it was, or one is
     *     kept under another name than its resolution's
     * @throws ArithmeticException when a sum leaves 63 bits of minor units
     */
    public CreditNotes {
        originalMinor = ArgumentCheck.amounts("originalMinor", originalMinor);
        notes = Canonical.sorted(notes);
        notes.forEach(
                (name, note) ->
                        ArgumentCheck.that(
                                name.equals(note.resolution.resolution),
                                "notes[" + name + "]",
                                "must be kept under its resolution's name"));
        for (Map.Entry<String, Long> line : credited(notes).entrySet()) {
            ArgumentCheck.that(
                    line.getValue() <= originalMinor.getOrDefault(line.getKey(), 0L),
                    "notes on " + line.getKey(),
                    "must not credit more than the line");
        }
    }

    /** No notes yet. */
    public static CreditNotes none(Map<String, Long> originalMinor) {
        return new CreditNotes(Canonical.sorted(originalMinor), new TreeMap<>());
    }

    /** Carries out a resolution, all its lines or none. */
    public Answer apply(Resolution resolution) {
        Note first = notes.get(resolution.resolution);
        if (first != null) {
            return first.resolution.equals(resolution) ? new Replayed(first) : new Conflict(first);
        }
        SortedMap<String, Long> credited = new TreeMap<>();
        for (Map.Entry<String, Long> line : resolution.grantedMinor.entrySet()) {
            if (!originalMinor.containsKey(line.getKey())) {
                return new UnknownLine(line.getKey());
            }
            credited.put(line.getKey(), Math.min(line.getValue(), leftMinor(line.getKey())));
        }
        Note note = new Note(resolution, credited);
        SortedMap<String, Note> more = new TreeMap<>(notes);
        more.put(resolution.resolution, note);
        return new Credited(note, new CreditNotes(originalMinor, more));
    }

    /** What has been credited of a line so far. */
    public long creditedMinor(String line) {
        return credited(notes).getOrDefault(line, 0L);
    }

    /** What can still be credited of a line, 0 for a line that is not there. */
    public long leftMinor(String line) {
        return originalMinor.getOrDefault(line, 0L) - creditedMinor(line);
    }

    private static SortedMap<String, Long> credited(Map<String, Note> notes) {
        SortedMap<String, Long> credited = new TreeMap<>();
        for (Note note : notes.values()) {
            note.creditedMinor.forEach(
                    (line, minor) -> credited.merge(line, minor, Math::addExact));
        }
        return credited;
    }
}
