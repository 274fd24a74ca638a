package tallystick.engine.ingest.rule;

import java.util.List;
import tallystick.domain.usage.TokenClass;

/** The bounds of a usage record's fields, and the rules in words. */
public final class UsageRule {

    /** Longest name or id, characters. */
    public static final int NAME_MAX = 128;

    /** Longest source, characters. */
    public static final int SOURCE_MAX = 256;

    /** Longest hold id, characters. */
    public static final int HOLD_MAX = 64;

    /** Longest text of all members that are kept and not interpreted, characters. */
    public static final int ATTRIBUTES_MAX = 8_192;

    /** Most records of a call, a frame or a batch. */
    public static final int MOST_RECORDS = 10_000;

    /** Most bytes of a call or a frame. */
    public static final int MOST_BYTES = 4 * 1024 * 1024;

    /** Latest time that RFC 3339 with an offset can say here: the end of 2261, far west. */
    public static final long LATEST_EPOCH_NANOS = 9_214_732_739_999_999_999L;

    /** What a time must be. */
    public static final String TIME =
            "must be an RFC 3339 time with offset, 1970 to 2261, at most nine decimals of a second";

    /** What is said of a field that is not there. */
    public static final String REQUIRED = "is required";

    /** What is said of too many attributes, of the field {@code event}. */
    public static final String ATTRIBUTES =
            "may have at most "
                    + ATTRIBUTES_MAX
                    + " characters in members other than the usage itself";

    /** CloudEvents types, in the order of the kinds. */
    public static final List<String> TYPES =
            List.of(
                    "taas.usage.token.recorded.v1",
                    "taas.usage.token.progress.v1",
                    "taas.usage.token.corrected.v1",
                    "taas.usage.token.voided.v1");

    /** The field of each token class, in their order. */
    public static final List<String> CLASS_FIELDS =
            TokenClass.ALL.stream()
                    .map(tokenClass -> "data.usage." + tokenClass.wireName())
                    .toList();

    private UsageRule() {}

    /** What a number must be. */
    public static String wholeNumber(long min, long max) {
        return "must be a whole number from "
                + min
                + " to "
                + max
                + ", without fraction or exponent";
    }

    /** What a word must be. */
    public static String oneOf(List<String> words) {
        return "must be one of " + String.join(", ", words);
    }
}
