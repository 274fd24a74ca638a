package tallystick.domain.ledger;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.domain.usage.UsageRecord;

/**
 * Names and their dense numbers, 0 upwards in order of registration; nothing is ever removed. One
 * writer, any number of readers: a reader that learnt a number from a journaled event finds its
 * name.
 */
public final class NameTable {

    private final int limit;
    private final ConcurrentHashMap<String, Integer> refs = new ConcurrentHashMap<>();
    private volatile String[] names = new String[16];
    private int size;

    /**
     * @param limit most names it takes, 1 or more
     */
    NameTable(int limit) {
        this.limit = limit;
    }

    /** The name's number, {@link UsageRecord#NO_REF} when it has none. */
    public int refOf(String name) {
        Integer ref = refs.get(name);
        return ref == null ? UsageRecord.NO_REF : ref;
    }

    /**
     * The name of a number.
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

    /** How many names there are; exact for the writer, a lower bound for readers. */
    public int size() {
        return refs.size();
    }

    boolean isFull() {
        return size >= limit;
    }

    /** Writer only. Gives a new name the next number. */
    int add(String name) {
        if (isFull() || refs.containsKey(name)) {
            throw new IllegalStateException("name cannot be added: " + name);
        }
        String[] next = size == names.length ? Arrays.copyOf(names, size * 2) : names;
        next[size] = name;
        names = next;
        refs.put(name, size);
        return size++;
    }
}
