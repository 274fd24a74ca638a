package tallystick.app.api;

import java.math.BigInteger;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.CanonicalJson.Lexeme;
import tallystick.app.api.problem.InvalidParam;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.domain.money.Pico;
import tallystick.domain.money.PlainDecimal;
import tallystick.domain.usage.TokenClass;

/**
 * The members of a request's JSON object. A member that breaks a rule is noted and something
 * harmless given in its place; {@link #finish} then refuses the request, every fault by field and
 * rule, members that nobody asked for included.
 */
public final class RequestFields {

    /** Characters a name must not have, since paths and statement names are made of names. */
    private static final String NOT_IN_NAMES = "/\\?#%;:";

    /** The same for models, whose published names have slashes. */
    private static final String NOT_IN_MODELS = "\\?#%;:";

    private static final int LONGEST_DURATION = 32;
    private static final int MOST_FAULTS = 32;
    private static final int MOST_ITEMS = 10_000;

    private final Map<String, Object> members;
    private final String path;
    private final List<InvalidParam> faults;
    private final Set<String> asked = new HashSet<>();
    private final List<RequestFields> nested = new ArrayList<>();

    RequestFields(Map<String, Object> members) {
        this(members, "", new ArrayList<>());
    }

    private RequestFields(Map<String, Object> members, String path, List<InvalidParam> faults) {
        this.members = members;
        this.path = path;
        this.faults = faults;
    }

    /** The name of something, required. */
    public String name(String field) {
        return checkedName(field, text(field), NOT_IN_NAMES);
    }

    /** The name of something, or {@code absent}. */
    public String nameOr(String field, String absent) {
        return has(field) ? name(field) : absent;
    }

    /** The name of a model, required. */
    public String model(String field) {
        return checkedName(field, text(field), NOT_IN_MODELS);
    }

    private String checkedName(String field, String name, String forbidden) {
        String rule = isBroken(field) ? null : Texts.brokenName(name, forbidden);
        if (rule != null) {
            fault(field, rule);
        }
        return name;
    }

    /** A text, required; the ledger has rules of its own for what it may be. */
    public String text(String field) {
        Object value = required(field);
        if (value instanceof String text) {
            String rule = Texts.brokenRule(text, 0, Texts.NAME_MAX);
            if (rule != null) {
                fault(field, rule);
            }
            return text;
        }
        if (value != null) {
            fault(field, "must be a string");
        }
        return "";
    }

    /** A text of 1 to {@code max} characters, required. */
    public String longText(String field, int max) {
        if (required(field) instanceof String text) {
            String rule = Texts.brokenRule(text, 1, max);
            if (rule != null) {
                fault(field, rule);
            }
            return text;
        }
        if (has(field)) {
            fault(field, "must be a string");
        }
        return "";
    }

    /** A text, or {@code absent}. */
    public String textOr(String field, String absent) {
        return has(field) ? text(field) : absent;
    }

    /** One of a few words, required; null when it was none of them. */
    public <T> @Nullable T word(String field, Map<String, T> words) {
        String text = text(field);
        T value = words.get(text);
        if (value == null && !isBroken(field)) {
            fault(field, "must be one of " + String.join(", ", new TreeMap<>(words).keySet()));
        }
        return value;
    }

    /** An amount as a decimal string of at most twelve decimals, required. */
    public Pico amount(String field) {
        return Pico.of(decimal(field, Pico.SCALE));
    }

    /** An amount, or zero. */
    public Pico amountOrZero(String field) {
        return has(field) ? amount(field) : Pico.ZERO;
    }

    /** A price per million as a decimal string of at most six decimals: pico-units a token. */
    public long pricePicoPerToken(String field) {
        BigInteger price = decimal(field, 6);
        if (price.bitLength() <= 63) {
            return price.longValue();
        }
        fault(field, "must be less than 2^63 millionths");
        return 0;
    }

    private BigInteger decimal(String field, int decimals) {
        Object value = required(field);
        if (value instanceof String text) {
            try {
                return PlainDecimal.parse(text, decimals);
            } catch (NumberFormatException broken) {
                fault(field, String.valueOf(broken.getMessage()));
            }
        } else if (value != null) {
            fault(field, "must be a decimal string, such as \"12.50\", never a JSON number");
        }
        return BigInteger.ZERO;
    }

    /** A time, nanoseconds since 1970, required. */
    public long time(String field) {
        Object value = required(field);
        if (value instanceof String text) {
            long time = Rfc3339.parse(text);
            if (time != Rfc3339.MALFORMED) {
                return time;
            }
        }
        if (value != null) {
            fault(field, Rfc3339.RULE);
        }
        return 0;
    }

    /** A time, or {@code absent}. */
    public long timeOr(String field, long absent) {
        return has(field) ? time(field) : absent;
    }

    /** A whole JSON number of {@code min} … {@code max}, or {@code absent}. */
    public int wholeNumberOr(String field, int min, int max, int absent) {
        if (!has(field)) {
            return absent;
        }
        if (required(field) instanceof Lexeme(String text) && text.matches("-?[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        fault(field, "must be a whole number from " + min + " to " + max);
        return absent;
    }

    /** A count of tokens or requests, required: a whole JSON number of 0 … 2^53 − 1. */
    public long count(String field) {
        Object value = required(field);
        if (value instanceof Lexeme(String text) && text.matches("[0-9]{1,16}")) {
            long count = Long.parseLong(text);
            if (count <= TokenClass.MAX_TOKENS) {
                return count;
            }
        }
        if (value != null) {
            fault(field, "must be a whole number from 0 to " + TokenClass.MAX_TOKENS);
        }
        return 0;
    }

    /** A whole JSON number of −(2^53 − 1) … 2^53 − 1, required. */
    public long signedCount(String field) {
        Object value = required(field);
        if (value instanceof Lexeme(String text) && text.matches("-?[0-9]{1,16}")) {
            long count = Long.parseLong(text);
            if (Math.abs(count) <= TokenClass.MAX_TOKENS) {
                return count;
            }
        }
        if (value != null) {
            fault(
                    field,
                    "must be a whole number from -"
                            + TokenClass.MAX_TOKENS
                            + " to "
                            + TokenClass.MAX_TOKENS);
        }
        return 0;
    }

    /** A count, or zero. */
    public long countOrZero(String field) {
        return has(field) ? count(field) : 0;
    }

    /** A whole JSON number of {@code min} … {@code max}, required. */
    public int wholeNumber(String field, int min, int max) {
        return required(field) == null ? min : wholeNumberOr(field, min, max, min);
    }

    /** A truth value, required. */
    public boolean truth(String field) {
        Object value = required(field);
        if (value != null && !Lexeme.TRUE.equals(value) && !Lexeme.FALSE.equals(value)) {
            fault(field, "must be true or false");
        }
        return Lexeme.TRUE.equals(value);
    }

    /** A truth value, false when absent. */
    public boolean truthOrFalse(String field) {
        return has(field) && truth(field);
    }

    /** A span of time in nanoseconds, 0 or more, required. */
    public long durationNanos(String field) {
        Object value = required(field);
        if (value instanceof String text && text.length() <= LONGEST_DURATION) {
            try {
                long nanos = Duration.parse(text).toNanos();
                if (nanos >= 0) {
                    return nanos;
                }
            } catch (DateTimeParseException | ArithmeticException broken) {
                // Refused below, like a negative one.
            }
        }
        if (value != null) {
            fault(field, "must be an ISO 8601 duration of days to seconds, such as PT60S or P30D");
        }
        return 0;
    }

    /** A span of time in nanoseconds, or {@code absent}. */
    public long durationNanosOr(String field, long absent) {
        return has(field) ? durationNanos(field) : absent;
    }

    /** A list of amounts, required. */
    public List<Pico> amounts(String field) {
        if (required(field) == null) {
            return List.of();
        }
        List<Pico> amounts = new ArrayList<>();
        for (Object item : list(field)) {
            RequestFields one = new RequestFields(Map.of(field, item), path, faults);
            amounts.add(one.amount(field));
        }
        return amounts;
    }

    /** An object, required; one without members when it is missing. */
    public RequestFields object(String field) {
        Object value = required(field);
        Map<String, Object> itsMembers = new TreeMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> itsMembers.put((String) name, member));
        } else if (value != null) {
            fault(field, "must be an object");
        }
        RequestFields object = new RequestFields(itsMembers, path + field + ".", faults);
        nested.add(object);
        return object;
    }

    /** An object, null when absent. */
    public @Nullable RequestFields objectOrNull(String field) {
        return has(field) ? object(field) : null;
    }

    /** A list of texts, empty when absent. */
    public List<String> textsOrNone(String field) {
        List<String> texts = new ArrayList<>();
        for (Object item : list(field)) {
            if (item instanceof String text) {
                texts.add(text);
            } else {
                fault(field, "must be a list of strings");
            }
        }
        return texts;
    }

    /** A list of objects, required. */
    public List<RequestFields> objects(String field) {
        if (required(field) == null) {
            return List.of();
        }
        List<RequestFields> objects = new ArrayList<>();
        for (Object item : list(field)) {
            String place = path + field + "[" + objects.size() + "]";
            Map<String, Object> itsMembers = new TreeMap<>();
            if (item instanceof Map<?, ?> map) {
                map.forEach((name, value) -> itsMembers.put((String) name, value));
            } else {
                fault(field, "must be a list of objects");
            }
            objects.add(new RequestFields(itsMembers, place + ".", faults));
        }
        nested.addAll(objects);
        return objects;
    }

    private List<?> list(String field) {
        asked.add(field);
        Object value = value(field);
        if (value instanceof List<?> items && items.size() <= MOST_ITEMS) {
            return items;
        }
        if (value != null) {
            fault(field, "must be a list of at most " + MOST_ITEMS + " items");
        }
        return List.of();
    }

    /** Whether the member is there. */
    public boolean has(String field) {
        asked.add(field);
        return value(field) != null;
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException 422 when anything broke a rule
     */
    public void finish() {
        refuseUnasked();
        if (!faults.isEmpty()) {
            InvalidParam first = faults.getFirst();
            throw new ProblemException(
                    ProblemDocument.of(
                            ProblemCode.INVALID_REQUEST,
                            first.name() + " " + first.reason(),
                            faults));
        }
    }

    private void refuseUnasked() {
        for (String name : members.keySet()) {
            if (!asked.contains(name)) {
                String shown = name.length() > 64 ? name.substring(0, 64) + "…" : name;
                fault(shown, "is not a member of this request");
            }
        }
        nested.forEach(RequestFields::refuseUnasked);
    }

    /** A member that is null counts as absent. */
    private @Nullable Object value(String field) {
        Object value = members.get(field);
        return Lexeme.NULL.equals(value) ? null : value;
    }

    private @Nullable Object required(String field) {
        asked.add(field);
        Object value = value(field);
        if (value == null) {
            fault(field, "is required");
        }
        return value;
    }

    private boolean isBroken(String field) {
        return faults.stream().anyMatch(fault -> fault.name().equals(path + field));
    }

    /** Notes a rule of the caller's own that a member broke; null for none. */
    public void broken(String field, @Nullable String rule) {
        if (rule != null && !isBroken(field)) {
            fault(field, rule);
        }
    }

    private void fault(String field, String rule) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new InvalidParam(path + field, rule));
        }
    }
}
