package tallystick.domain.ledger;

import java.util.concurrent.ConcurrentHashMap;
import tallystick.domain.usage.UsageRecord;

/**
 * Names and their dense numbers, 0 upwards in order of registration; nothing is ever removed. One
 * writer, any number of readers.
 */
public final class NameTable {

    private final int limit;
    private final ConcurrentHashMap<String, Integer> refs = new ConcurrentHashMap<>();
    private final NameList names = new NameList();

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
     * The name's number, believing {@code hint} when that is the number of this name: whoever
     * looked the name up before saves the ring thread the hashing.
     */
    public int refOf(String name, int hint) {
        if (hint < 0 || hint >= names.size()) {
            return refOf(name);
        }
        String own = names.nameOf(hint);
        return isSame(own, name) || own.equals(name) ? hint : refOf(name);
    }

    /** Equal without a look at the letters: who looked the name up has put the table's own. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(String own, String name) {
        return own == name;
    }

    /** The table's own text of a number that a name was found to have, else the name as it is. */
    String own(int ref, String name) {
        return ref == UsageRecord.NO_REF ? name : names.nameOf(ref);
    }

    public boolean contains(String name) {
        return refs.containsKey(name);
    }

    /**
     * The name of a number.
     *
     * @throws IllegalArgumentException when nothing has that number
     */
    public String nameOf(int ref) {
        return names.nameOf(ref);
    }

    /** How many names there are; exact for the writer, a lower bound for readers. */
    public int size() {
        return refs.size();
    }

    /** Writer only. */
    boolean isFull() {
        return names.size() >= limit;
    }

    /** Writer only. Gives a new name the next number. */
    int add(String name) {
        if (isFull() || refs.containsKey(name)) {
            throw new IllegalStateException("name cannot be added: " + name);
        }
        int ref = names.add(name);
        refs.put(name, ref);
        return ref;
    }

    /** Writer only. The name's number, given now if it has none. */
    int intern(String name) {
        Integer ref = refs.get(name);
        return ref == null ? add(name) : ref;
    }

    void saveInto(StateWriter out) {
        out.number(names.size());
        for (int ref = 0; ref < names.size(); ref++) {
            out.text(names.nameOf(ref));
        }
    }

    void load(StateReader in) {
        for (int left = in.count(); left > 0; left--) {
            add(in.text());
        }
    }
}
