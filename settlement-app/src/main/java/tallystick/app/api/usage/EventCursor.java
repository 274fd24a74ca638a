package tallystick.app.api.usage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.CanonicalJson;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.SortedObject;
import tallystick.app.api.Texts;
import tallystick.app.api.problem.InvalidParam;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.domain.usage.TokenClass;
import tallystick.engine.ingest.rule.TextCheck;
import tallystick.engine.ingest.rule.UsageFaults;
import tallystick.engine.ingest.rule.UsageRule;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/**
 * Reads one event's values off the parser. A value that breaks a rule is noted with its field and
 * passed over whole, and reading goes on: one answer names every fault of an item. One thread at a
 * time.
 */
final class EventCursor {

    /** Faults named per item; further ones are left unsaid. */
    static final int MOST_FAULTS = UsageFaults.MOST;

    /** What a number gives that broke a rule. */
    static final long BROKEN = -1;

    private static final int LONGEST_ECHO = 64;

    private final TextCache texts = new TextCache();
    private final List<InvalidParam> faults = new ArrayList<>();
    private ProblemCode code = ProblemCode.INVALID_EVENT;
    private @Nullable JsonParser open;

    /** Begins a body. */
    void open(JsonParser parser) {
        open = parser;
        faults.clear();
    }

    JsonParser parser() {
        JsonParser parser = open;
        if (parser == null) {
            throw new IllegalStateException("no body is open");
        }
        return parser;
    }

    // ---- faults --------------------------------------------------------------------------------

    boolean isFaulty() {
        return !faults.isEmpty();
    }

    /** The item's problem; forgets its faults. */
    ProblemDocument takeProblem() {
        InvalidParam first = faults.getFirst();
        ProblemDocument problem =
                ProblemDocument.of(code, first.name() + " " + first.reason(), faults);
        faults.clear();
        return problem;
    }

    void fault(String field, String rule) {
        fault(ProblemCode.INVALID_EVENT, field, rule);
    }

    void fault(ProblemCode problem, String field, String rule) {
        if (faults.isEmpty()) {
            code = problem;
        }
        if (faults.size() < MOST_FAULTS) {
            faults.add(new InvalidParam(field, rule));
        }
    }

    /** Notes a missing member, unless it was there and broke a rule of its own. */
    void requireText(@Nullable String value, String field) {
        boolean isMissing = value == null || value.isEmpty();
        if (isMissing && faults.stream().noneMatch(fault -> fault.name().equals(field))) {
            fault(field, "is required");
        }
    }

    /** Notes a member that the schema does not allow, and passes over its value. */
    void unknownMember(String parent, String name, String rule) {
        fault(member(parent, name), rule);
        parser().skipChildren();
    }

    /** The path of a member whose name the sender chose. */
    static String member(String parent, String name) {
        String shown = name.length() > LONGEST_ECHO ? name.substring(0, LONGEST_ECHO) + "…" : name;
        return parent.isEmpty() ? shown : parent + "." + shown;
    }

    // ---- values --------------------------------------------------------------------------------

    /** Whether the value is an object; if not, notes it and passes over it. */
    boolean isObject(String field) {
        return is(JsonToken.START_OBJECT, field, "must be an object");
    }

    /** Whether the value is an array; if not, notes it and passes over it. */
    boolean isArray(String field) {
        return is(JsonToken.START_ARRAY, field, "must be an array");
    }

    private boolean is(JsonToken wanted, String field, String rule) {
        JsonParser parser = parser();
        if (parser.currentToken() == wanted) {
            return true;
        }
        fault(field, rule);
        parser.skipChildren();
        return false;
    }

    /** An id or name that is likely to come again, null when it broke a rule. */
    @Nullable String name(String field, int max) {
        if (!is(JsonToken.VALUE_STRING, field, "must be a string")) {
            return null;
        }
        JsonParser parser = parser();
        char[] chars = parser.getStringCharacters();
        int offset = parser.getStringOffset();
        int length = parser.getStringLength();
        String known = texts.find(chars, offset, length);
        if (known != null) {
            return keepsTo(field, Texts.brokenLength(known, 1, max)) ? known : null;
        }
        String fresh = checked(field, new String(chars, offset, length), max);
        if (fresh != null) {
            texts.put(fresh, chars, offset, length);
        }
        return fresh;
    }

    /** An id that will hardly come again, null when it broke a rule. */
    @Nullable String id(String field, int max) {
        return is(JsonToken.VALUE_STRING, field, "must be a string")
                ? checked(field, parser().getString(), max)
                : null;
    }

    private @Nullable String checked(String field, String text, int max) {
        return keepsTo(field, Texts.brokenRule(text, 1, max)) ? text : null;
    }

    private boolean keepsTo(String field, @Nullable String brokenRule) {
        if (brokenRule != null) {
            fault(field, brokenRule);
        }
        return brokenRule == null;
    }

    /** One of a few words, null when it is none of them. */
    @Nullable String word(String field, List<String> words) {
        if (is(JsonToken.VALUE_STRING, field, "must be a string")) {
            String text = parser().getString();
            int at = words.indexOf(text);
            if (at >= 0) {
                return words.get(at);
            }
            fault(field, UsageRule.oneOf(words));
        }
        return null;
    }

    /** Whether the value is exactly {@code wanted}; if not, notes it. */
    void constant(String field, String wanted) {
        if (is(JsonToken.VALUE_STRING, field, "must be a string")
                && !parser().getString().equals(wanted)) {
            fault(field, "must be " + wanted);
        }
    }

    /** Any value, kept as it is; null when its parent keeps too many already. */
    @Nullable Object opaque(String parent, SortedObject kept) {
        if (kept.size() < UsageItem.MOST_KEPT) {
            return CanonicalJson.read(parser());
        }
        fault(parent, "must have at most " + UsageItem.MOST_KEPT + " members of the sender's own");
        parser().skipChildren();
        return null;
    }

    /** Two upper-case letters, null when it broke the rule. */
    @Nullable String country(String field) {
        String text = name(field, Texts.NAME_MAX);
        if (text == null || Texts.isCountry(text)) {
            return text;
        }
        fault(field, TextCheck.COUNTRY_RULE);
        return null;
    }

    /** Nanoseconds since 1970, {@link #BROKEN} when it broke a rule. */
    long time(String field) {
        if (!is(JsonToken.VALUE_STRING, field, "must be a string")) {
            return BROKEN;
        }
        JsonParser parser = parser();
        long time =
                Rfc3339.parse(
                        parser.getStringCharacters(),
                        parser.getStringOffset(),
                        parser.getStringLength());
        if (time != Rfc3339.MALFORMED) {
            return time;
        }
        fault(field, Rfc3339.RULE);
        return BROKEN;
    }

    /** A count of tokens, {@link #BROKEN} when it broke a rule. */
    long count(String field) {
        return wholeNumber(field, 0, TokenClass.MAX_TOKENS);
    }

    /** A whole number from {@code min} (0 or more) to {@code max}, or {@link #BROKEN}. */
    long wholeNumber(String field, long min, long max) {
        long value = wholeNumberOrBroken(min, max);
        if (value == BROKEN) {
            fault(field, UsageRule.wholeNumber(min, max));
            parser().skipChildren();
        }
        return value;
    }

    /** The same without noting a fault. */
    long wholeNumberOrBroken(long min, long max) {
        JsonParser parser = parser();
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() == NumberType.BIG_INTEGER) {
            return BROKEN;
        }
        long value = parser.getLongValue();
        return value >= min && value <= max ? value : BROKEN;
    }

    /** Whether the value is {@code true}; anything but a truth value is noted. */
    boolean truth(String field) {
        JsonToken token = parser().currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            fault(field, "must be true or false");
            parser().skipChildren();
        }
        return token == JsonToken.VALUE_TRUE;
    }
}
