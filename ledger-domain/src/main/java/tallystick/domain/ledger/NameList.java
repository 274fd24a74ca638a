package tallystick.domain.ledger;

import java.util.Arrays;

/**
 * An append-only list of texts by dense number. One writer, any number of readers: a reader that
 * learnt a number from a journaled event finds its text.
 */
public final class NameList {

    private volatile String[] names = new String[16];
    private volatile int size;

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

    /** How many texts there are; exact for the writer, a lower bound for readers. */
    public int size() {
        return size;
    }

    /** Writer only. Returns the text's number. */
    int add(String name) {
        int ref = size;
        String[] next = ref == names.length ? Arrays.copyOf(names, ref * 2) : names;
        next[ref] = name;
        names = next;
        size = ref + 1;
        return ref;
    }

    void saveInto(StateWriter out) {
        out.number(size);
        for (int ref = 0; ref < size; ref++) {
            out.text(names[ref]);
        }
    }

    void load(StateReader in) {
        for (int left = in.count(); left > 0; left--) {
            add(in.text());
        }
    }
}
