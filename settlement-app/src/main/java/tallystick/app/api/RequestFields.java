package tallystick.app.api;

import java.math.BigInteger;
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

    private void fault(String field, String rule) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new InvalidParam(path + field, rule));
        }
    }
}
