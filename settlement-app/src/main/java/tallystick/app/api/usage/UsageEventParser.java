package tallystick.app.api.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.StrictJson;
import tallystick.app.api.Utf8Check;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.api.usage.UsageItem.Member;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageKind;
import tallystick.engine.ingest.rule.UsageRule;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Reads CloudEvents of token usage in one pass, straight into sealed usage records. An item that
 * breaks the schema is rejected by itself; a body that is not JSON is refused whole, with the place
 * where reading stopped. Reusable, one thread at a time.
 */
final class UsageEventParser {

    /** Most events in a call. */
    static final int MOST_EVENTS = UsageRule.MOST_RECORDS;

    private static final int SOURCE_MAX = UsageRule.SOURCE_MAX;
    private static final int ID_MAX = UsageRule.NAME_MAX;
    private static final List<String> TYPES = UsageRule.TYPES;
    private static final List<UsageKind> KINDS = List.of(UsageKind.values());
    private static final List<Member> REQUIRED =
            List.of(
                    Member.SPECVERSION,
                    Member.ID,
                    Member.SOURCE,
                    Member.TYPE,
                    Member.SUBJECT,
                    Member.TIME,
                    Member.DATACONTENTTYPE,
                    Member.DATA);
    private static final List<String> REQUIRED_NAMES =
            List.of(
                    "specversion",
                    "id",
                    "source",
                    "type",
                    "subject",
                    "time",
                    "datacontenttype",
                    "data");

    private final EventCursor cursor = new EventCursor();
    private final UsageItem item = new UsageItem();
    private final SourceTexts sources = new SourceTexts(cursor);
    private final UsageDataParser data = new UsageDataParser(cursor, item, sources);
    private final UsageIdentity identity = new UsageIdentity();

    /** Whether what is read next may be an item; else it stands before or after them. */
    private boolean amongItems;

    /**
     * Reads the first {@code length} bytes.
     *
     * @throws ProblemException when they are not JSON laid out as {@code format}, or too many
     */
    UsageBatch read(byte[] body, int length, EventFormat format) {
        int invalid = Utf8Check.firstInvalid(body, length);
        int end = invalid == Utf8Check.VALID ? length : invalid;
        UsageBatch batch = new UsageBatch();
        amongItems = false;
        try (JsonParser parser = StrictJson.parser(body, end)) {
            cursor.open(parser);
            data.open(body);
            try {
                read(parser, format, batch);
                if (invalid != Utf8Check.VALID) {
                    throw notUtf8(parser.currentLocation(), batch);
                }
            } catch (JacksonException broken) {
                boolean isCut = broken instanceof UnexpectedEndOfInputException;
                throw isCut && invalid != Utf8Check.VALID
                        ? notUtf8(parser.currentLocation(), batch)
                        : malformed(parser.currentLocation(), batch, StrictJson.reason(broken));
            }
        }
        return batch;
    }

    private void read(JsonParser parser, EventFormat format, UsageBatch batch) {
        JsonToken first = parser.nextToken();
        switch (format) {
            case SINGLE -> {
                requireFirst(first, JsonToken.START_OBJECT, "must be a JSON object", batch);
                amongItems = true;
                readItem(batch);
            }
            case BATCH -> {
                requireFirst(first, JsonToken.START_ARRAY, "must be a JSON array", batch);
                amongItems = true;
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    readItem(batch);
                }
            }
            case LINES -> {
                amongItems = true;
                for (JsonToken next = first; next != null; next = parser.nextToken()) {
                    readItem(batch);
                }
            }
        }
        amongItems = false;
        if (format != EventFormat.LINES && parser.nextToken() != null) {
            throw malformed(parser.currentLocation(), batch, "must end after its value");
        }
    }

    private void requireFirst(
            @Nullable JsonToken first, JsonToken wanted, String rule, UsageBatch batch) {
        if (first != wanted) {
            throw malformed(cursor.parser().currentLocation(), batch, rule);
        }
    }

    private void readItem(UsageBatch batch) {
        if (batch.size() == MOST_EVENTS) {
            throw new ProblemException(
                    ProblemCode.PAYLOAD_TOO_LARGE,
                    "a call takes at most " + MOST_EVENTS + " events");
        }
        item.begin();
        if (cursor.isObject("event")) {
            readEnvelope(cursor.parser());
            checkWhole();
        }
        if (cursor.isFaulty()) {
            batch.reject(new RejectedItem(batch.size(), cursor.takeProblem()));
            return;
        }
        identity.seal(item.usage);
        batch.add(item.usage, item.evidence);
    }

    private void readEnvelope(JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "specversion" -> {
                    item.met(Member.SPECVERSION);
                    cursor.constant(name, "1.0");
                }
                case "id" -> {
                    item.met(Member.ID);
                    String id = cursor.id(name, ID_MAX);
                    item.usage.id = id == null ? "" : id;
                }
                case "source" -> {
                    item.met(Member.SOURCE);
                    String source = sources.read(name, SOURCE_MAX);
                    item.usage.source = source == null ? "" : source;
                }
                case "type" -> {
                    item.met(Member.TYPE);
                    String type = cursor.word(name, TYPES);
                    if (type != null) {
                        item.usage.kind = KINDS.get(TYPES.indexOf(type));
                    }
                }
                case "subject" -> {
                    item.met(Member.SUBJECT);
                    String subject = cursor.name(name, ID_MAX);
                    item.usage.wallet = subject == null ? "" : subject;
                }
                case "time" -> {
                    item.met(Member.TIME);
                    item.usage.endedEpochNanos = cursor.time(name);
                }
                case "datacontenttype" -> {
                    item.met(Member.DATACONTENTTYPE);
                    cursor.constant(name, "application/json");
                }
                case "sequence" -> readSequence(name);
                case "data" -> {
                    item.met(Member.DATA);
                    data.read();
                }
                default -> readExtension(name);
            }
        }
    }

    private void readSequence(String field) {
        String text = cursor.id(field, 19);
        if (text == null) {
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                cursor.fault(field, "must be 1 to 19 digits");
                return;
            }
        }
        try {
            item.usage.sequence = Long.parseLong(text);
        } catch (NumberFormatException tooLarge) {
            cursor.fault(field, "must be at most " + Long.MAX_VALUE);
        }
    }

    /** CloudEvents attributes that are kept and not interpreted. */
    private void readExtension(String name) {
        Object value =
                switch (name) {
                    case "traceparent" -> traceParent(name);
                    case "partitionkey" -> cursor.name(name, ID_MAX);
                    case "dataschema" -> sources.read(name, SOURCE_MAX);
                    default -> cursor.opaque("event", item.more);
                };
        if (value != null && item.more.size() < UsageItem.MOST_KEPT) {
            item.more.put(name, value);
        }
    }

    private String traceParent(String field) {
        String text = cursor.id(field, 55);
        if (text != null && !isTraceParent(text)) {
            cursor.fault(field, "must be a W3C traceparent of version 00");
        }
        return text == null ? "" : text;
    }

    /** {@code 00-}, 32, 16 and 2 lower-case hex digits with dashes between. */
    private static boolean isTraceParent(String text) {
        if (text.length() != 55 || !text.startsWith("00-")) {
            return false;
        }
        for (int i = 3; i < 55; i++) {
            char c = text.charAt(i);
            boolean isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            boolean isDash = i == 35 || i == 52;
            if (isDash ? c != '-' : !isHex) {
                return false;
            }
        }
        return true;
    }

    /** Rules over the whole event, which no single member can break. */
    private void checkWhole() {
        for (int i = 0; i < REQUIRED.size(); i++) {
            if (!item.has(REQUIRED.get(i))) {
                cursor.fault(REQUIRED_NAMES.get(i), "is required");
            }
        }
        if (item.has(Member.DATA)) {
            data.checkWhole();
        }
        if (cursor.isFaulty()) {
            return;
        }
        if (item.usage.site == null) {
            item.usage.site = sources.siteOf(item.usage.source);
        }
        item.usage.attributes = item.attributes();
        String attributes = item.usage.attributes;
        if (attributes != null && attributes.length() > UsageRule.ATTRIBUTES_MAX) {
            cursor.fault("event", UsageRule.ATTRIBUTES);
        }
    }

    private ProblemException malformed(TokenStreamLocation at, UsageBatch batch, String reason) {
        return new ProblemException(
                StrictJson.malformed(at, amongItems ? batch.size() : -1, reason));
    }

    private ProblemException notUtf8(TokenStreamLocation at, UsageBatch batch) {
        return malformed(at, batch, "is not UTF-8");
    }
}
