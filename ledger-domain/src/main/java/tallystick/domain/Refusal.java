package tallystick.domain;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A refusal: a value, not an exception. It changed nothing.
 *
 * @param code why
 * @param field the request's field at fault, as a JSON path such as {@code terms.asset}; empty when
 *     none is
 * @param detail the rule that is broken, for a person
 * @param facts what a program needs to know to do better, by name, such as {@code available} and
 *     {@code required}; empty for most
 */
public record Refusal(
        RefusalCode code, String field, String detail, SortedMap<String, String> facts) {

    public Refusal {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    /** A refusal that code, field and detail say everything about. */
    public Refusal(RefusalCode code, String field, String detail) {
        this(code, field, detail, new TreeMap<>());
    }
}
