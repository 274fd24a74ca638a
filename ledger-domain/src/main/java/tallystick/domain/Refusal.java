package tallystick.domain;

/**
 * A refusal: a value, not an exception. It changed nothing.
 *
 * @param code why
 * @param field the request's field at fault, as a JSON path such as {@code terms.asset}; empty when
 *     none is
 * @param detail the rule that is broken, for a person
 */
public record Refusal(RefusalCode code, String field, String detail) {}
