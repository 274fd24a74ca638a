package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageRecord;

/** That a run of events, taken alone, gives itself when it is decided again. */
final class RedecidedRuns {

    private RedecidedRuns() {}

    static void check(
            LedgerState before, List<LedgerEvent> events, UsageHistory history, long now) {
        LedgerState state = SavedStates.again(before, history);
        SortedMap<Long, LedgerEvent> ahead = new TreeMap<>();
        long position = state.lastPosition();
        for (LedgerEvent event : events) {
            ahead.put(++position, event);
        }
        Redecision again = new Redecision(state, of(ahead));
        ahead.forEach(
                (at, event) -> {
                    LedgerEvent decided = again.next(event, now);
                    assertNotNull(decided);
                    assertEquals(describe(event), describe(decided));
                    state.evolve(decided, at, now);
                });
    }

    private static Ahead of(SortedMap<Long, LedgerEvent> events) {
        return new Ahead() {
            @Override
            public @Nullable LedgerEvent at(long position) {
                return events.get(position);
            }

            @Override
            public boolean endsBefore(long position) {
                return events.lastKey() < position;
            }

            @Override
            public String rootOf(String window) {
                return events.values().stream()
                        .filter(e -> e instanceof LedgerEvent.Settlement.WindowSealed)
                        .map(e -> ((LedgerEvent.Settlement.WindowSealed) e).merkleRoot())
                        .findFirst()
                        .orElseThrow();
            }
        };
    }

    static String describe(LedgerEvent event) {
        return event instanceof UsageRecorded run
                ? describe(run.records().getFirst())
                : event.toString();
    }

    private static String describe(UsageRecord usage) {
        StringBuilder text = new StringBuilder();
        for (Field field : UsageRecord.class.getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                text.append(field.getName()).append('=').append(valueOf(field, usage)).append(' ');
            }
        }
        return text.toString();
    }

    private static String valueOf(Field field, UsageRecord usage) {
        try {
            Object value = field.get(usage);
            return switch (value) {
                case long[] longs -> Arrays.toString(longs);
                case int[] ints -> Arrays.toString(ints);
                case byte[] bytes -> Arrays.toString(bytes);
                case null -> "null";
                default -> Objects.toString(value);
            };
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }
}
