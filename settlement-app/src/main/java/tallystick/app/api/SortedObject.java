package tallystick.app.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A small JSON object whose members come in any order and are written sorted by name. Reusable, so
 * that reading many alike allocates nothing; for a few dozen members.
 */
public final class SortedObject {

    private String[] names = new String[8];
    private @Nullable Object[] values = new @Nullable Object[8];
    private int size;

    /** Forgets every member. */
    public void clear() {
        Arrays.fill(values, 0, size, null);
        size = 0;
    }

    /** Whether it has no member. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** How many members it has. */
    public int size() {
        return size;
    }

    /**
     * Adds a member; the name must not be there yet.
     *
     * @param value as {@link CanonicalJson} has it
     */
    public void put(String name, Object value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        int at = size++;
        for (; at > 0 && names[at - 1].compareTo(name) > 0; at--) {
            names[at] = names[at - 1];
            values[at] = values[at - 1];
        }
        names[at] = name;
        values[at] = value;
    }

    void appendTo(StringBuilder out) {
        out.append('{');
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                out.append(',');
            }
            CanonicalJson.appendText(out, names[i]);
            out.append(':');
            Object value = values[i];
            if (value != null) {
                CanonicalJson.append(out, value);
            }
        }
        out.append('}');
    }
}
