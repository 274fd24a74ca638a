package tallystick.app.api.problem;

/**
 * One field at fault.
 *
 * @param name the field as a JSON path such as {@code data.usage.input.uncached}, a query parameter
 *     or a header
 * @param reason the rule it breaks
 */
public record InvalidParam(String name, String reason) {}
