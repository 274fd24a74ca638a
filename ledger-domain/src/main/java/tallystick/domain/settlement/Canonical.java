package tallystick.domain.settlement;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Order that depends on the keys alone, whatever map a caller hands over. */
final class Canonical {

    private Canonical() {}

    /**
     * An unmodifiable copy in the natural order of the keys. A sorted map with a comparator of its
     * own is put in natural order too, so that no caller's order reaches a result.
     */
    static <K extends Comparable<K>, V> SortedMap<K, V> sorted(Map<K, V> map) {
        NavigableMap<K, V> copy = new TreeMap<>();
        map.forEach(copy::put);
        return Collections.unmodifiableNavigableMap(copy);
    }

    /** An unmodifiable copy in natural order. */
    static <K extends Comparable<K>> SortedSet<K> sorted(Collection<K> elements) {
        NavigableSet<K> copy = new TreeSet<>();
        copy.addAll(elements);
        return Collections.unmodifiableNavigableSet(copy);
    }
}
