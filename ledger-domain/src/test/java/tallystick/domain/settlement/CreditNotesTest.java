package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.settlement.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.domain.settlement.CreditNotes.Conflict;
import tallystick.domain.settlement.CreditNotes.Credited;
import tallystick.domain.settlement.CreditNotes.Note;
import tallystick.domain.settlement.CreditNotes.Replayed;
import tallystick.domain.settlement.CreditNotes.Resolution;
import tallystick.domain.settlement.CreditNotes.UnknownLine;

class CreditNotesTest {

    private interface Crediting {
        CreditNotes.Answer apply(CreditNotes notes, Resolution resolution);
    }

    private static final CreditNotes NONE = CreditNotes.none(Map.of("a", 100L, "b", 50L));

    /** 70 of 100, then 70 more are granted: 30 are left, 30 are credited, and the note says so. */
    @Test
    void creditsAreCumulativeAndCutAtTheOriginal() {
        Credited first = credited(NONE, resolution("r1", Map.of("a", 70L)));
        assertEquals(Map.of("a", 70L), first.note().creditedMinor());
        assertFalse(first.note().isCut());
        assertEquals(70, first.after().creditedMinor("a"));
        assertEquals(30, first.after().leftMinor("a"));

        Credited second = credited(first.after(), resolution("r2", Map.of("a", 70L, "b", 50L)));
        assertEquals(Map.of("a", 30L, "b", 50L), second.note().creditedMinor());
        assertTrue(second.note().isCut());
        assertEquals(0, second.after().leftMinor("a"));

        Credited third = credited(second.after(), resolution("r3", Map.of("a", 1L)));
        assertEquals(Map.of("a", 0L), third.note().creditedMinor());
        assertEquals(0, NONE.creditedMinor("a"), "the notes before are untouched");
        assertEquals(0, NONE.leftMinor("none"));
    }

    @Test
    void aResolutionCreditsOnceWhateverComesBetween() {
        Resolution r1 = resolution("r1", Map.of("a", 70L));
        Credited first = credited(NONE, r1);
        CreditNotes later = credited(first.after(), resolution("r2", Map.of("a", 30L))).after();
        assertEquals(new Replayed(first.note()), later.apply(r1));
        assertEquals(new Conflict(first.note()), later.apply(resolution("r1", Map.of("a", 71L))));
        assertEquals(new Conflict(first.note()), later.apply(resolution("r1", Map.of("b", 70L))));
    }

    /** A refused resolution moves nothing, not even its good lines, and is not remembered. */
    @Test
    void aResolutionOfAnUnknownLineChangesNothing() {
        Resolution wrong = resolution("r1", Map.of("a", 10L, "x", 1L, "z", 1L));
        assertEquals(new UnknownLine("x"), NONE.apply(wrong));
        assertInstanceOf(Credited.class, NONE.apply(resolution("r1", Map.of("a", 10L))));
    }

    @Test
    void i10CreditsNeverExceedTheOriginalHoweverResolutionsArrive() {
        Seeded.check(random -> neverExceed(random, CreditNotes::apply));
        // A resolution carried out again on replay.
        Seeded.isCaught(
                random ->
                        neverExceed(
                                random,
                                (notes, resolution) ->
                                        notes.apply(resolution) instanceof Replayed
                                                ? notes.apply(
                                                        new Resolution(
                                                                resolution.resolution()
                                                                        + notes.notes().size(),
                                                                resolution.grantedMinor()))
                                                : notes.apply(resolution)));
        // Refused whole instead of cut: then the sum depends on the order.
        Seeded.isCaught(
                random ->
                        neverExceed(
                                random,
                                (notes, resolution) ->
                                        notes.apply(resolution) instanceof Credited credited
                                                        && credited.note().isCut()
                                                ? new UnknownLine("refused")
                                                : notes.apply(resolution)));
    }

    /** Resolutions from two desks at once, each sent up to three times, in any order. */
    private static void neverExceed(SplittableRandom random, Crediting crediting) {
        Map<String, Long> original = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            original.put("l-" + i, Seeded.magnitude(random, 30));
        }
        List<Resolution> sent = new ArrayList<>();
        Map<String, Long> granted = new TreeMap<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            Map<String, Long> lines = new TreeMap<>();
            for (int j = random.nextInt(3); j >= 0; j--) {
                lines.put("l-" + random.nextInt(4), 1 + Seeded.magnitude(random, 28));
            }
            lines.forEach((line, minor) -> granted.merge(line, minor, Long::sum));
            for (int again = random.nextInt(3); again >= 0; again--) {
                sent.add(resolution("r-" + i, lines));
            }
        }
        CreditNotes notes = CreditNotes.none(original);
        for (Resolution resolution : Seeded.shuffled(sent, random)) {
            if (crediting.apply(notes, resolution) instanceof Credited credited) {
                notes = credited.after();
                assertEquals(
                        credited.note(),
                        notes.notes().get(credited.note().resolution().resolution()));
            }
            for (Map.Entry<String, Long> line : original.entrySet()) {
                assertTrue(notes.creditedMinor(line.getKey()) <= line.getValue());
            }
        }
        for (Map.Entry<String, Long> line : original.entrySet()) {
            assertEquals(
                    Math.min(line.getValue(), granted.getOrDefault(line.getKey(), 0L)),
                    notes.creditedMinor(line.getKey()));
            assertEquals(
                    line.getValue(),
                    notes.creditedMinor(line.getKey()) + notes.leftMinor(line.getKey()));
        }
    }

    @Test
    void refusesNotesThatCouldNotHaveBeenWritten() {
        Resolution r1 = resolution("r1", Map.of("a", 60L));
        Resolution r2 = resolution("r2", Map.of("a", 60L));
        Note one = new Note(r1, new TreeMap<>(Map.of("a", 60L)));
        Note two = new Note(r2, new TreeMap<>(Map.of("a", 41L)));
        assertRefused("notes on a must not credit more than the line", () -> notes(one, two));
        assertEquals(
                100, notes(one, new Note(r2, new TreeMap<>(Map.of("a", 40L)))).creditedMinor("a"));
        String granted = "must not exceed what was granted";
        assertRefused(
                "creditedMinor[a] " + granted, () -> new Note(r1, new TreeMap<>(Map.of("a", 61L))));
        assertRefused(
                "creditedMinor[b] " + granted, () -> new Note(r1, new TreeMap<>(Map.of("b", 0L))));
        assertRefused(
                "creditedMinor[a] must be 0 or more",
                () -> new Note(r1, new TreeMap<>(Map.of("a", -1L))));
        assertRefused(
                "notes[other] must be kept under its resolution's name",
                () ->
                        new CreditNotes(
                                new TreeMap<>(Map.of("a", 100L)),
                                new TreeMap<>(Map.of("other", one))));
        assertRefused("resolution must not be blank", () -> resolution(" ", Map.of("a", 1L)));
        assertRefused("grantedMinor must name a line", () -> resolution("r", Map.of()));
        assertRefused(
                "grantedMinor[a] must be more than 0", () -> resolution("r", Map.of("a", 0L)));
        assertRefused(
                "originalMinor[a] must be 0 or more", () -> CreditNotes.none(Map.of("a", -1L)));
        assertThrows(UnsupportedOperationException.class, () -> NONE.originalMinor().put("a", 1L));
    }

    private static CreditNotes notes(Note one, Note two) {
        return new CreditNotes(
                new TreeMap<>(Map.of("a", 100L)), new TreeMap<>(Map.of("r1", one, "r2", two)));
    }

    private static Resolution resolution(String name, Map<String, Long> granted) {
        return new Resolution(name, new TreeMap<>(granted));
    }

    private static Credited credited(CreditNotes notes, Resolution resolution) {
        return assertInstanceOf(Credited.class, notes.apply(resolution));
    }
}
