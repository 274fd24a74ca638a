package tallystick.app.api.usage;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.CanonicalJson;
import tallystick.app.api.CanonicalJson.Lexeme;
import tallystick.app.api.StrictJson;
import tallystick.app.api.problem.InvalidParam;
import tallystick.app.api.problem.ProblemException;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.rule.AttributesCheck;
import tallystick.engine.ingest.rule.UsageFaults;
import tallystick.engine.ingest.rule.UsageRule;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Judges attributes that came without JSON around them by the reader of the JSON door: they are put
 * into an event without fault, and must come out of it as they went in.
 */
public final class JsonAttributesCheck implements AttributesCheck {

    private static final String CANONICAL =
            "attributes must be canonical JSON (sorted names, no blanks) of members that are kept"
                    + " and not interpreted";

    private final UsageEventParser events = new UsageEventParser();

    @Override
    public void check(UsageRecord usage, UsageFaults faults) {
        String attributes = usage.attributes;
        if (attributes == null) {
            return;
        }
        Map<String, Object> event = read(attributes);
        if (event == null) {
            faults.add("event", CANONICAL);
        } else if (merge(event, faultless(usage.kind), "", faults)) {
            byte[] body = CanonicalJson.write(event).getBytes(StandardCharsets.UTF_8);
            compare(attributes, body, faults);
        }
    }

    /** The members, null when the text is not one JSON object. */
    @SuppressWarnings("unchecked") // an object is read as a map by name
    private static @Nullable Map<String, Object> read(String attributes) {
        byte[] utf8 = attributes.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = StrictJson.parser(utf8, utf8.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Object members = CanonicalJson.read(parser);
            return parser.nextToken() == null ? (Map<String, Object>) members : null;
        } catch (JacksonException broken) {
            return null;
        }
    }

    private void compare(String attributes, byte[] body, UsageFaults faults) {
        UsageBatch batch;
        try {
            batch = events.read(body, body.length, EventFormat.SINGLE);
        } catch (ProblemException unreadable) {
            faults.add("event", CANONICAL);
            return;
        }
        if (!batch.rejected().isEmpty()) {
            for (InvalidParam param : batch.rejected().getFirst().problem().invalidParams()) {
                faults.add(param.name(), param.reason());
            }
        } else if (!attributes.equals(batch.records().getFirst().attributes)) {
            faults.add("event", CANONICAL);
        }
    }

    /** Everything but attributes, of an event of that kind. */
    private static Map<String, Object> faultless(UsageKind kind) {
        Map<String, Object> data = new TreeMap<>();
        data.put("request_id", "r");
        data.put("model", members("requested", "m"));
        data.put("usage", new TreeMap<>());
        Map<String, Object> parties = members("home_operator", "h");
        parties.put("serving_operator", "s");
        parties.put("tenant", "t");
        data.put("parties", parties);
        switch (kind) {
            case RECORDED -> {}
            case PROGRESS -> {
                data.put("hold_id", "h");
                data.put("cumulative", Lexeme.of(true));
            }
            case CORRECTED, VOIDED -> {
                Map<String, Object> corrects = members("source", "s");
                corrects.put("id", "i");
                data.put("corrects", corrects);
            }
            case REPRICED -> throw new IllegalArgumentException("no sender may tell " + kind);
        }
        Map<String, Object> event = members("specversion", "1.0");
        event.put("id", "i");
        event.put("source", "s");
        event.put("type", UsageRule.TYPES.get(kind.ordinal()));
        event.put("subject", "w");
        event.put("time", "2026-01-01T00:00:00Z");
        event.put("datacontenttype", "application/json");
        event.put("data", data);
        return event;
    }

    private static Map<String, Object> members(String name, String value) {
        Map<String, Object> members = new TreeMap<>();
        members.put(name, value);
        return members;
    }

    /** False when the attributes name what is a field of its own. */
    @SuppressWarnings("unchecked") // an object is a map by name
    private static boolean merge(
            Map<String, Object> into, Map<String, Object> from, String path, UsageFaults faults) {
        boolean isGood = true;
        for (Map.Entry<String, Object> member : from.entrySet()) {
            Object there = into.putIfAbsent(member.getKey(), member.getValue());
            String field = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            if (there instanceof Map<?, ?> && member.getValue() instanceof Map<?, ?> inner) {
                isGood &=
                        merge(
                                (Map<String, Object>) there,
                                (Map<String, Object>) inner,
                                field,
                                faults);
            } else if (there != null) {
                faults.add(field, "must not be among the attributes: it has a field of its own");
                isGood = false;
            }
        }
        return isGood;
    }
}
