package tallystick.domain.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import tallystick.domain.usage.UsageHistory;

/**
 * Saves and loads states in tests, and compares them field by field through everything that is
 * reachable, so that a field that a book forgot to save is noticed whether it is in the digest or
 * not.
 */
@NullUnmarked
@SuppressWarnings("ReferenceEquality") // which objects are one is what it compares
final class SavedStates {

    /** Fields that need not be the same, and why. */
    static final Map<String, String> IGNORED =
            new TreeMap<>(
                    Map.of(
                            "FingerprintLog.chunks", "a cache: older ones are in the journal",
                            "FingerprintLog.firstKept", "what is in that cache",
                            "TierClock.startEpochNanos", "a cache of the last period asked for",
                            "TierClock.endEpochNanos", "a cache of the last period asked for",
                            "HoldBook.identity", "scratch for hashing",
                            "LedgerState.history", "given anew by who loads",
                            "AmendmentBook.history", "given anew by who loads"));

    private final IdentityHashMap<Object, Object> loadedOf = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Object> savedOf = new IdentityHashMap<>();

    /** Per field whether anything but zero, null or nothing was ever seen in it. */
    private final SortedMap<String, Boolean> filled = new TreeMap<>();

    private SavedStates() {}

    static byte[] save(LedgerState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateWriter writer = new StateWriter(bytes::write);
        state.saveInto(writer);
        writer.flush();
        return bytes.toByteArray();
    }

    static LedgerState load(byte[] saved, UsageHistory history) {
        ByteArrayInputStream bytes = new ByteArrayInputStream(saved);
        return LedgerState.load(new StateReader(bytes::read), history);
    }

    /** The state saved and loaded, and the same in digest and in every field. */
    static LedgerState again(LedgerState state, UsageHistory history) {
        LedgerState loaded = load(save(state), history);
        requireSame(state, loaded);
        return loaded;
    }

    /**
     * Compares two states.
     *
     * @return per field of every class seen, whether it had a value anywhere
     * @throws AssertionError naming the first field that differs
     */
    static SortedMap<String, Boolean> requireSame(LedgerState saved, LedgerState loaded) {
        SavedStates walk = new SavedStates();
        walk.compare(saved, loaded, "state");
        if (!saved.digest().equals(loaded.digest())) {
            throw new AssertionError("the digest differs");
        }
        return walk.filled;
    }

    private void compare(Object saved, Object loaded, String path) {
        if (saved == loaded) {
            return;
        }
        if (saved == null || loaded == null) {
            throw new AssertionError(path + ": " + saved + " became " + loaded);
        }
        switch (saved) {
            case Map<?, ?> map -> compareMaps(map, (Map<?, ?>) loaded, path);
            case Collection<?> all ->
                    compareAll(new ArrayList<>(all), new ArrayList<>((Collection<?>) loaded), path);
            default -> {
                if (saved.getClass() != loaded.getClass()) {
                    throw new AssertionError(path + ": another class " + loaded.getClass());
                }
                if (saved.getClass().isArray()) {
                    compareArrays(saved, loaded, path);
                } else if (isOurs(saved)) {
                    compareOurs(saved, loaded, path);
                } else if (!saved.equals(loaded)) {
                    throw new AssertionError(path + ": " + saved + " became " + loaded);
                }
            }
        }
    }

    private static boolean isOurs(Object value) {
        return value.getClass().getName().startsWith("tallystick.") && !(value instanceof Enum);
    }

    private void compareMaps(Map<?, ?> saved, Map<?, ?> loaded, String path) {
        if (saved.getClass() != loaded.getClass() || saved.size() != loaded.size()) {
            throw new AssertionError(path + ": " + saved.size() + " became " + loaded.size());
        }
        boolean ordered =
                saved instanceof SortedMap || saved instanceof java.util.SequencedMap<?, ?>;
        if (ordered) {
            compareAll(List.copyOf(saved.keySet()), List.copyOf(loaded.keySet()), path + ".keys");
        }
        saved.forEach((key, value) -> compare(value, loaded.get(key), path + "[" + key + "]"));
    }

    private void compareAll(List<?> saved, List<?> loaded, String path) {
        if (saved.size() != loaded.size()) {
            throw new AssertionError(path + ": " + saved.size() + " became " + loaded.size());
        }
        for (int i = 0; i < saved.size(); i++) {
            compare(saved.get(i), loaded.get(i), path + "[" + i + "]");
        }
    }

    /** Arrays may differ in length alone: what is beyond the shorter one must be nothing. */
    private void compareArrays(Object saved, Object loaded, String path) {
        if (saved instanceof int[] a && loaded instanceof int[] b && Arrays.equals(a, b)) {
            return;
        }
        int common = Math.min(Array.getLength(saved), Array.getLength(loaded));
        for (int i = 0; i < common; i++) {
            compare(Array.get(saved, i), Array.get(loaded, i), path + "[" + i + "]");
        }
        for (Object array : List.of(saved, loaded)) {
            for (int i = common; i < Array.getLength(array); i++) {
                if (!isNothing(Array.get(array, i))) {
                    throw new AssertionError(path + "[" + i + "] is in one of them only");
                }
            }
        }
    }

    private void compareOurs(Object saved, Object loaded, String path) {
        if (loadedOf.containsKey(saved) || savedOf.containsKey(loaded)) {
            // The same object in two places must be one object again.
            if (!saved.getClass().isRecord() && loadedOf.get(saved) != loaded) {
                throw new AssertionError(path + ": one object became two, or two one");
            }
            if (loadedOf.get(saved) == loaded) {
                return;
            }
        }
        loadedOf.put(saved, loaded);
        savedOf.put(loaded, saved);
        for (Field field : fields(saved.getClass())) {
            String name = nameOf(field);
            if (!IGNORED.containsKey(name)) {
                Object value = get(field, saved);
                if (!Boolean.TRUE.equals(filled.get(name))) {
                    filled.put(name, !isNothing(value));
                }
                compare(value, get(field, loaded), path + "." + field.getName());
            }
        }
    }

    static String nameOf(Field field) {
        return field.getDeclaringClass().getSimpleName() + "." + field.getName();
    }

    private static boolean isNothing(Object value) {
        return switch (value) {
            case null -> true;
            case Boolean flag -> !flag;
            case Number number -> number.longValue() == 0;
            case String text -> text.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            case Collection<?> all -> all.isEmpty();
            default -> value.getClass().isArray() && isNothingInside(value);
        };
    }

    private static boolean isNothingInside(Object array) {
        if (array instanceof int[] ints) {
            return Arrays.stream(ints).allMatch(i -> i == 0);
        }
        for (int i = 0; i < Array.getLength(array); i++) {
            if (!isNothing(Array.get(array, i))) {
                return false;
            }
        }
        return true;
    }

    static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                fields.add(field);
            }
        }
        return fields;
    }

    static Object get(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    /** Every object of ours that is reachable from a state, each once. */
    static List<Object> reachable(LedgerState state) {
        IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
        List<Object> found = new ArrayList<>();
        reach(state, seen, found);
        return found;
    }

    private static void reach(
            Object value, IdentityHashMap<Object, Boolean> seen, List<Object> found) {
        if (value == null || value instanceof Enum || seen.put(value, true) != null) {
            return;
        }
        switch (value) {
            case Map<?, ?> map -> map.values().forEach(v -> reach(v, seen, found));
            case TreeSet<?> set -> set.forEach(v -> reach(v, seen, found));
            case Collection<?> all -> all.forEach(v -> reach(v, seen, found));
            case Object[] array -> reachAll(array, seen, found);
            default -> {
                if (isOurs(value)) {
                    found.add(value);
                    for (Field field : fields(value.getClass())) {
                        if (!IGNORED.containsKey(nameOf(field))) {
                            reach(get(field, value), seen, found);
                        }
                    }
                }
            }
        }
    }

    private static void reachAll(
            Object[] array, IdentityHashMap<Object, Boolean> seen, List<Object> found) {
        for (Object element : array) {
            reach(element, seen, found);
        }
    }
}
