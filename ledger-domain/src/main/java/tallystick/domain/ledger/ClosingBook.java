package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.WindowState;

/**
 * What windows wait for after their statements were issued; which entries of banks were taken; and
 * who acts for an operator, and is therefore nobody to approve or instruct a window.
 */
final class ClosingBook {

    private final SortedMap<String, Closing> closings = new TreeMap<>();

    /** What each bank entry said, by its reference. */
    private final SortedMap<String, String> entries = new TreeMap<>();

    /** The operator that a person was first seen to act for. */
    private final SortedMap<String, String> staff = new TreeMap<>();

    private long nextDeadline = Closing.NEVER;

    @Nullable Closing find(String window) {
        return closings.get(window);
    }

    /** The closing of a window, begun when it is new. */
    Closing of(String window) {
        return closings.computeIfAbsent(window, Closing::new);
    }

    Iterable<Closing> all() {
        return closings.values();
    }

    /** What a bank entry said, null when it was never taken. */
    @Nullable String entry(String reference) {
        return entries.get(reference);
    }

    void take(String reference, String said) {
        entries.put(reference, said);
    }

    /** The operator that a person acts for, null for none. */
    @Nullable String operatorOf(String actor) {
        return staff.get(actor);
    }

    void actsFor(String actor, String operator) {
        staff.putIfAbsent(actor, operator);
    }

    /** The sides of a window's statements that have not affirmed, in canonical order. */
    static List<String[]> missing(Window window, @Nullable Closing closing) {
        List<String[]> missing = new ArrayList<>();
        for (Statement statement : window.statements) {
            for (String operator : List.of(statement.homeOperator(), statement.servingOperator())) {
                Closing.Affirmation said =
                        closing == null
                                ? null
                                : closing.affirmations.get(
                                        Closing.side(statement.statement(), operator));
                if (said == null || said.how() == null) {
                    missing.add(new String[] {statement.statement(), operator});
                }
            }
        }
        return missing;
    }

    /** When the first deadline of a window passes, {@link Closing#NEVER} for none. */
    long nextDeadline() {
        return nextDeadline;
    }

    /** The window whose deadline is the next one. */
    Closing next() {
        for (Closing closing : closings.values()) {
            if (closing.affirmByEpochNanos == nextDeadline) {
                return closing;
            }
        }
        throw new IllegalStateException("no window has a deadline");
    }

    /** Finds the next deadline anew; to be called after every change. */
    void refresh() {
        nextDeadline = Closing.NEVER;
        for (Closing closing : closings.values()) {
            nextDeadline = Math.min(nextDeadline, closing.affirmByEpochNanos);
        }
    }

    /** Whether a window still has a part in settlement control. */
    static boolean isUnsettled(WindowState state) {
        return switch (state) {
            case NETTED, APPROVED, FUNDING, DEFAULT_MANAGEMENT, INSTRUCTED, SETTLING -> true;
            case OPEN,
                    GRACE,
                    FENCED,
                    SEALED,
                    CALCULATED,
                    STATEMENTS_ISSUED,
                    AFFIRMING,
                    SETTLED,
                    FINAL,
                    ABORTED ->
                    false;
        };
    }

    void digestInto(StateDigest digest) {
        digest.number(closings.size());
        closings.values().forEach(closing -> closing.digestInto(digest));
        digest.text(entries.toString()).text(staff.toString());
    }

    void saveInto(StateWriter out) {
        out.section("closings").number(closings.size());
        closings.values().forEach(closing -> closing.saveInto(out));
        for (SortedMap<String, String> texts : List.of(entries, staff)) {
            out.number(texts.size());
            texts.forEach((key, value) -> out.text(key).text(value));
        }
    }

    void load(StateReader in) {
        in.section("closings");
        for (int left = in.count(); left > 0; left--) {
            Closing closing = Closing.load(in);
            closings.put(closing.window, closing);
        }
        for (SortedMap<String, String> texts : List.of(entries, staff)) {
            for (int left = in.count(); left > 0; left--) {
                texts.put(in.text(), in.text());
            }
        }
        refresh();
    }
}
