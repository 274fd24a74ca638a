package tallystick.domain.ledger;

import java.util.Arrays;

/**
 * An append-only list of texts by dense number. One writer, any number of readers: a reader that
 * learnt a number from a journaled event finds its text.
 */
public final class NameList {

    private volatile String[] names = new String[16];
    private int size;

    /**
     * The text of a number.
     *
     * @throws IllegalArgumentException when nothing has that number
     */
    public String nameOf(int ref) {
        String[] known = names;
        if (ref < 0 || ref >= known.length || known[ref] == null) {
            throw new IllegalArgumentException("no name has the number " + ref);
        }
        return known[ref];
    }

    /** Writer only. */
    int size() {
        return size;
    }

    /** Writer only. Returns the text's number. */
    int add(String name) {
        String[] next = size == names.length ? Arrays.copyOf(names, size * 2) : names;
        next[size] = name;
        names = next;
        return size++;
    }
}
