package tallystick.engine.pipeline;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.ledger.StateReader;
import tallystick.domain.ledger.StateWriter;
import tallystick.engine.ApplicationMessage;

/**
 * Where the application's messages stand in the journal. The deciding thread writes; the aggregates
 * may be read by any thread, which must look at what is durable only.
 */
public final class MessageIndex {

    private final Set<String> ids = new HashSet<>();
    private final Map<String, ConcurrentNavigableMap<Long, Long>> aggregates =
            new ConcurrentHashMap<>();

    /** Takes in a journaled message. */
    public void add(ApplicationMessage message, long position) {
        ids.add(message.id());
        String aggregate = message.aggregateId();
        if (aggregate != null) {
            aggregates
                    .computeIfAbsent(aggregate, _ -> new ConcurrentSkipListMap<>())
                    .put(message.aggregateSequence(), position);
        }
    }

    /** Positions of an aggregate's messages by sequence; whoever reads must stop at the durable. */
    public NavigableMap<Long, Long> positions(String aggregateId) {
        ConcurrentNavigableMap<Long, Long> positions = aggregates.get(aggregateId);
        return positions == null ? new ConcurrentSkipListMap<>() : positions;
    }

    /** The first reason not to take these messages, null when there is none. */
    @Nullable Refusal check(List<ApplicationMessage> messages) {
        record Place(String aggregate, long sequence) {}
        Set<String> newIds = new HashSet<>();
        Set<Place> newPlaces = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            ApplicationMessage message = messages.get(i);
            if (ids.contains(message.id()) || !newIds.add(message.id())) {
                return taken("messages[" + i + "].id");
            }
            String aggregate = message.aggregateId();
            if (aggregate != null
                    && (positions(aggregate).containsKey(message.aggregateSequence())
                            || !newPlaces.add(new Place(aggregate, message.aggregateSequence())))) {
                return taken("messages[" + i + "].aggregate_sequence");
            }
        }
        return null;
    }

    /** Writes everything; the deciding thread's, or when it has ended. */
    public void saveInto(StateWriter out) {
        out.section("messages").number(ids.size());
        ids.forEach(out::text);
        out.number(aggregates.size());
        aggregates.forEach(
                (aggregate, positions) -> {
                    out.text(aggregate).number(positions.size());
                    positions.forEach(
                            (sequence, position) -> out.number(sequence).number(position));
                });
    }

    /** What was written by {@link #saveInto}. */
    public static MessageIndex load(StateReader in) {
        MessageIndex index = new MessageIndex();
        in.section("messages");
        for (int left = in.count(); left > 0; left--) {
            index.ids.add(in.text());
        }
        for (int left = in.count(); left > 0; left--) {
            ConcurrentNavigableMap<Long, Long> positions = new ConcurrentSkipListMap<>();
            index.aggregates.put(in.text(), positions);
            for (int messages = in.count(); messages > 0; messages--) {
                positions.put(in.number(), in.number());
            }
        }
        return index;
    }

    private static Refusal taken(String field) {
        return new Refusal(RefusalCode.ALREADY_EXISTS, field, "is taken by an earlier message");
    }
}
