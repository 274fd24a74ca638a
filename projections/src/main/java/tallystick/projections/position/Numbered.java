package tallystick.projections.position;

import java.util.HashMap;
import java.util.Map;

/** Things by their dense number; what is parked has a number and is not here. One thread. */
final class Numbered<T> {

    private final String what;
    private final Map<Integer, T> things = new HashMap<>();
    private int next;

    /**
     * @param what one of them is, for faults
     */
    Numbered(String what) {
        this.what = what;
    }

    /** The number to be given next. */
    int next() {
        return next;
    }

    /** Adds one under the next number, which is returned. */
    int add(T thing) {
        things.put(next, thing);
        return next++;
    }

    /** Leaves numbers out. */
    void skip(int count) {
        next += count;
    }

    /** Forgets everything. */
    void restart(int nextNumber) {
        things.clear();
        next = nextNumber;
    }

    T put(int number, T thing) {
        things.put(number, thing);
        return thing;
    }

    /**
     * The thing of that number.
     *
     * @throws IllegalStateException when there is none: it is parked, or was never told of
     */
    T get(int number) {
        T thing = things.get(number);
        if (thing == null) {
            throw new IllegalStateException("there is no " + what + " of number " + number);
        }
        return thing;
    }
}
