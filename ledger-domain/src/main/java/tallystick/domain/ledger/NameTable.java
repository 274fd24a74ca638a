package tallystick.domain.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.domain.usage.UsageRecord;

/**
 * Names and their dense numbers, 0 upwards in order of registration; nothing is ever removed. One
 * writer, any number of readers.
 *
 * <p>An open hash table of the names' hashes and numbers, at most half full: whoever looks a name
 * up reads one word of it and then the name itself. Senders choose some of the names, and may
 * choose them to collide: a name that finds no place near by goes into a map of trees.
 */
public final class NameTable {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int FIRST_SLOTS = 64;

    /** How far from its place a name is looked for. */
    private static final int REACH = 32;

    private final int limit;
    private final NameList names = new NameList();

    /** A name's hash above, its number and one below; 0 for none. */
    private volatile long[] slots = new long[FIRST_SLOTS];

    /** The numbers of names that found no place within reach. */
    private final ConcurrentHashMap<String, Integer> crowdedOut = new ConcurrentHashMap<>();

    /**
     * @param limit most names it takes, 1 … 2^30
     */
    NameTable(int limit) {
        this.limit = limit;
    }

    /** The name's number, {@link UsageRecord#NO_REF} when it has none. */
    public int refOf(String name) {
        long[] table = slots;
        int hash = hashOf(name);
        int mask = table.length - 1;
        for (int i = 0; i < REACH; i++) {
            long slot = (long) SLOT.getAcquire(table, hash + i & mask);
            if (slot == 0) {
                return UsageRecord.NO_REF;
            }
            if ((int) (slot >>> Integer.SIZE) == hash && isNamed(refIn(slot), name)) {
                return refIn(slot);
            }
        }
        return crowdedOut.getOrDefault(name, UsageRecord.NO_REF);
    }

    private boolean isNamed(int ref, String name) {
        String own = names.nameOf(ref);
        return isSame(own, name) || own.equals(name);
    }

    private static int refIn(long slot) {
        return (int) slot - 1;
    }

    /** Names that differ in their last letters differ in few bits of their hash. */
    private static int hashOf(String name) {
        int hash = name.hashCode() * 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    /**
     * The name's number, believing {@code hint} when that is the number of this name: whoever
     * looked the name up before saves the ring thread the hashing.
     */
    public int refOf(String name, int hint) {
        if (hint < 0 || hint >= names.size()) {
            return refOf(name);
        }
        return isNamed(hint, name) ? hint : refOf(name);
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
        return refOf(name) != UsageRecord.NO_REF;
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
        return names.size();
    }

    /** Writer only. */
    boolean isFull() {
        return names.size() >= limit;
    }

    /** Writer only. Gives a new name the next number. */
    int add(String name) {
        if (isFull() || contains(name)) {
            throw new IllegalStateException("name cannot be added: " + name);
        }
        int ref = names.add(name);
        if (names.size() > slots.length / 2) {
            grow();
        } else {
            put(slots, name, ref);
        }
        return ref;
    }

    /** Readers have the old table, which is right as far as it goes, until they see the new one. */
    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (int ref = 0; ref < names.size(); ref++) {
            put(larger, names.nameOf(ref), ref);
        }
        slots = larger;
    }

    private void put(long[] table, String name, int ref) {
        int hash = hashOf(name);
        int mask = table.length - 1;
        for (int i = 0; i < REACH; i++) {
            if (table[hash + i & mask] == 0) {
                SLOT.setRelease(table, hash + i & mask, (long) hash << Integer.SIZE | ref + 1);
                return;
            }
        }
        crowdedOut.put(name, ref);
    }

    /** Writer only. The name's number, given now if it has none. */
    int intern(String name) {
        int ref = refOf(name);
        return ref == UsageRecord.NO_REF ? add(name) : ref;
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
