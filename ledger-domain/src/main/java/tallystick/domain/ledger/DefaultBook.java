package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tallystick.domain.settlement.DefaultState;

/**
 * Pay-ins that are watched, those that were missed, and the operators whose customers open no holds
 * abroad.
 */
final class DefaultBook {

    /**
     * A missed pay-in.
     *
     * @param graceUntilEpochNanos when it may be declared a default, {@link Closing#NEVER} before
     *     grace was given
     */
    record Missed(String window, String operator, DefaultState state, long graceUntilEpochNanos) {}

    /** When the pay-ins of a window are due, while any of them is missing. */
    private final SortedMap<String, Long> due = new TreeMap<>();

    private final SortedMap<String, Missed> missed = new TreeMap<>();

    /** Operators in default, by dense number. */
    private final SortedSet<Integer> suspended = new TreeSet<>();

    private static String key(String window, String operator) {
        return window + "|" + operator;
    }

    void watch(String window, long dueByEpochNanos) {
        due.put(window, dueByEpochNanos);
    }

    void unwatch(String window) {
        due.remove(window);
    }

    /** When the first pay-in is due that is not there, {@link Closing#NEVER} for none. */
    long nextDeadline() {
        long next = Closing.NEVER;
        for (long one : due.values()) {
            next = Math.min(next, one);
        }
        return next;
    }

    /** The window whose pay-in is due next. */
    String next() {
        long next = nextDeadline();
        return due.entrySet().stream()
                .filter(one -> one.getValue() == next)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no pay-in is watched"))
                .getKey();
    }

    @Nullable Missed find(String window, String operator) {
        return missed.get(key(window, operator));
    }

    void put(Missed one) {
        missed.put(key(one.window(), one.operator()), one);
    }

    void set(String window, String operator, DefaultState state) {
        put(new Missed(window, operator, state, Closing.NEVER));
    }

    /** Those of a window in that state, in order of operators. */
    List<Missed> of(String window, DefaultState state) {
        List<Missed> found = new ArrayList<>();
        for (Missed one : missed.values()) {
            if (one.window().equals(window) && one.state() == state) {
                found.add(one);
            }
        }
        return found;
    }

    void suspend(int operator) {
        suspended.add(operator);
    }

    void resume(int operator) {
        suspended.remove(operator);
    }

    /** Whether an operator is in default. */
    boolean isSuspended(int operator) {
        return suspended.contains(operator);
    }

    void digestInto(StateDigest digest) {
        digest.text(due.toString()).text(missed.toString()).text(suspended.toString());
    }

    void saveInto(StateWriter out) {
        out.section("defaults").number(due.size());
        due.forEach((window, by) -> out.text(window).number(by));
        out.number(missed.size());
        for (Missed one : missed.values()) {
            out.text(one.window()).text(one.operator()).symbol(one.state());
            out.number(one.graceUntilEpochNanos());
        }
        out.ints(suspended.stream().mapToInt(Integer::intValue).toArray());
    }

    void load(StateReader in) {
        in.section("defaults");
        for (int left = in.count(); left > 0; left--) {
            due.put(in.text(), in.number());
        }
        for (int left = in.count(); left > 0; left--) {
            put(new Missed(in.text(), in.text(), in.symbol(DefaultState.class), in.number()));
        }
        for (int operator : in.ints()) {
            suspended.add(operator);
        }
    }
}
