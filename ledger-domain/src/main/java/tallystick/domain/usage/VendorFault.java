package tallystick.domain.usage;

/**
 * Why a vendor's usage object cannot be split into disjoint classes.
 *
 * @param field the member at fault, as a path inside the vendor's object
 * @param rule the rule it breaks, for a person
 * @param notAdditive the counts are well formed but do not add up; false when one is missing or
 *     malformed
 */
public record VendorFault(String field, String rule, boolean notAdditive) {}
