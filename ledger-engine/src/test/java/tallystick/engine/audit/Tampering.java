package tallystick.engine.audit;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;

/** Every event that differs from a given one in one value, and is still an event. */
final class Tampering {

    private Tampering() {}

    /** Names of all events that a sealed type permits. */
    static List<String> kinds(Class<?> type) {
        if (!type.isSealed()) {
            return List.of(type.getSimpleName());
        }
        List<String> kinds = new ArrayList<>();
        for (Class<?> one : type.getPermittedSubclasses()) {
            kinds.addAll(kinds(one));
        }
        return kinds;
    }

    /** By the path of what was changed, such as {@code terms.amount}. */
    static SortedMap<String, LedgerEvent> of(LedgerEvent event) {
        SortedMap<String, LedgerEvent> changed = new TreeMap<>();
        if (event instanceof LedgerEvent.UsageRecorded run) {
            usage(run.records().getFirst())
                    .forEach(
                            (path, usage) ->
                                    changed.put(
                                            path, new LedgerEvent.UsageRecorded(List.of(usage))));
        } else {
            record(event).forEach((path, other) -> changed.put(path, (LedgerEvent) other));
        }
        return changed;
    }

    private static SortedMap<String, UsageRecord> usage(UsageRecord usage) {
        SortedMap<String, UsageRecord> changed = new TreeMap<>();
        UsageRecord amount = copy(usage);
        amount.retailLo++;
        amount.setAsideLo = amount.retailLo;
        changed.put("retail", amount);
        UsageRecord tokens = copy(usage);
        tokens.tokens[tallystick.domain.usage.TokenClass.OUTPUT_TEXT.ordinal()]++;
        changed.put("tokens", tokens);
        UsageRecord wallet = copy(usage);
        wallet.walletSequence++;
        changed.put("walletSequence", wallet);
        UsageRecord jurisdiction = copy(usage);
        jurisdiction.jurisdictionSequence++;
        changed.put("jurisdictionSequence", jurisdiction);
        UsageRecord id = copy(usage);
        id.id = id.id + "'";
        changed.put("id", id);
        UsageRecord fingerprint = copy(usage);
        fingerprint.fingerprint++;
        changed.put("fingerprint", fingerprint);
        return changed;
    }

    /** With its outcome, which {@code copyFacts} leaves out. */
    private static UsageRecord copy(UsageRecord usage) {
        UsageRecord copy = usage.copyFacts();
        for (java.lang.reflect.Field field : UsageRecord.class.getFields()) {
            if (!java.lang.reflect.Modifier.isStatic(field.getModifiers())
                    && !java.lang.reflect.Modifier.isFinal(field.getModifiers())) {
                try {
                    Object value = field.get(usage);
                    field.set(
                            copy,
                            switch (value) {
                                case long[] longs -> longs.clone();
                                case int[] ints -> ints.clone();
                                case null, default -> value;
                            });
                } catch (IllegalAccessException hidden) {
                    throw new IllegalStateException(hidden);
                }
            }
        }
        return copy;
    }

    private static SortedMap<String, Object> record(Object from) {
        SortedMap<String, Object> changed = new TreeMap<>();
        RecordComponent[] components = from.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            int at = i;
            String name = components[i].getName();
            value(valueOf(components[i], from))
                    .forEach(
                            (path, value) -> {
                                Object other = with(from, components, at, value);
                                if (other != null) {
                                    changed.put(path.isEmpty() ? name : name + path, other);
                                }
                            });
        }
        return changed;
    }

    private static SortedMap<String, Object> value(@Nullable Object value) {
        SortedMap<String, Object> changed = new TreeMap<>();
        switch (value) {
            case null -> {}
            case Long number -> changed.put("", number + 1);
            case Integer number -> changed.put("", number + 1);
            case Boolean flag -> changed.put("", !flag);
            case Pico amount -> changed.put("", amount.plus(new Pico(0, 1)));
            case String text -> {
                changed.put("", text + "x");
                changed.put("(none)", "");
            }
            case Enum<?> one -> {
                Object[] all = one.getDeclaringClass().getEnumConstants();
                changed.put("", all[(one.ordinal() + 1) % all.length]);
            }
            case List<?> list -> {
                if (!list.isEmpty()) {
                    changed.put("(shorter)", list.subList(1, list.size()));
                    value(list.getFirst())
                            .forEach(
                                    (path, first) -> {
                                        List<Object> other = new ArrayList<>(list);
                                        other.set(0, first);
                                        changed.put("[0]" + path, other);
                                    });
                }
            }
            case Record nested ->
                    record(nested).forEach((path, other) -> changed.put("." + path, other));
            default -> {}
        }
        return changed;
    }

    private static @Nullable Object valueOf(RecordComponent component, Object from) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(from);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    /** Null when the record does not take the value. */
    private static @Nullable Object with(
            Object from, RecordComponent[] components, int at, Object value) {
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == at ? value : valueOf(components[i], from);
        }
        try {
            Constructor<?> constructor =
                    from.getClass()
                            .getDeclaredConstructor(
                                    Arrays.stream(components)
                                            .map(RecordComponent::getType)
                                            .toArray(Class[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            return null;
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException(hidden);
        }
    }
}
