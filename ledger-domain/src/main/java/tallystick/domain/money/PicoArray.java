package tallystick.domain.money;

import java.util.Arrays;

/**
 * A growable array of 128-bit amounts, kept as pairs of longs so that adding to an element
 * allocates nothing. One thread at a time.
 */
public final class PicoArray {

    private long[] words = new long[32];
    private int size;

    /** Appends a zero and returns its index. */
    public int add() {
        if (2 * size == words.length) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        return size++;
    }

    public int size() {
        return size;
    }

    public long hi(int index) {
        return words[2 * index];
    }

    public long lo(int index) {
        return words[2 * index + 1];
    }

    public Pico get(int index) {
        return new Pico(hi(index), lo(index));
    }

    public void set(int index, long hi, long lo) {
        words[2 * index] = hi;
        words[2 * index + 1] = lo;
    }

    public void set(int index, Pico value) {
        set(index, value.hi(), value.lo());
    }

    /**
     * Adds {@code (hi, lo)} to the element.
     *
     * @throws ArithmeticException on overflow of 128 bits; the element is unchanged
     */
    public void add(int index, long hi, long lo) {
        long oldHi = words[2 * index];
        long oldLo = words[2 * index + 1];
        long sumLo = oldLo + lo;
        long sumHi = oldHi + hi + Pico.carry(oldLo, lo, sumLo);
        if (((oldHi ^ sumHi) & (hi ^ sumHi)) < 0) {
            throw Pico.overflow();
        }
        words[2 * index] = sumHi;
        words[2 * index + 1] = sumLo;
    }

    /**
     * Subtracts {@code (hi, lo)} from the element.
     *
     * @throws ArithmeticException on overflow of 128 bits; the element is unchanged
     */
    public void subtract(int index, long hi, long lo) {
        long oldHi = words[2 * index];
        long oldLo = words[2 * index + 1];
        long borrow = Long.compareUnsigned(oldLo, lo) < 0 ? 1 : 0;
        long diffHi = oldHi - hi - borrow;
        if (((oldHi ^ hi) & (oldHi ^ diffHi)) < 0) {
            throw Pico.overflow();
        }
        words[2 * index] = diffHi;
        words[2 * index + 1] = oldLo - lo;
    }

    /** Compares the element with {@code (hi, lo)}, as {@link Pico#compareTo}. */
    public int compare(int index, long hi, long lo) {
        int byHi = Long.compare(words[2 * index], hi);
        return byHi != 0 ? byHi : Long.compareUnsigned(words[2 * index + 1], lo);
    }

    public boolean isZero(int index) {
        return (words[2 * index] | words[2 * index + 1]) == 0;
    }
}
