package tallystick.domain.usage;

/**
 * What a usage record says of the service, read from its {@link UsageRecord#attributes}: {@code
 * data.timing.first_token_us} and {@code data.timing.output_us}, whole microseconds, and {@code
 * data.finish}. Allocates nothing. What is no whole number of at most 12 digits is no measure.
 *
 * <p>The text is canonical JSON, so a quote inside a text is escaped and cannot be taken for a
 * name.
 */
public final class ServiceMeasure {

    /** The record does not say. */
    public static final long NONE = -1;

    private static final String TIMING = "\"timing\":{";
    private static final String FIRST_TOKEN = "\"first_token_us\":";
    private static final String OUTPUT = "\"output_us\":";
    private static final String FINISH = "\"finish\":\"";
    private static final String ERROR = "error\"";
    private static final String LABELS = "\"labels\":{";
    private static final int MOST_DIGITS = 12;

    private ServiceMeasure() {}

    /** Time from request to first token, microseconds, or {@link #NONE}. */
    public static long firstTokenMicros(String attributes) {
        return timing(attributes, FIRST_TOKEN);
    }

    /** Time spent on the output, microseconds, or {@link #NONE}. */
    public static long outputMicros(String attributes) {
        return timing(attributes, OUTPUT);
    }

    /** Whether it says how the request ended. */
    public static boolean hasFinish(String attributes) {
        return finish(attributes) >= 0;
    }

    /** Whether the request ended by an error. */
    public static boolean isFailed(String attributes) {
        int at = finish(attributes);
        return at >= 0 && attributes.startsWith(ERROR, at + FINISH.length());
    }

    /** Where it says so; names are sorted, so what follows the labels is one of them. */
    private static int finish(String attributes) {
        int at = attributes.indexOf(FINISH);
        if (at < 0) {
            return at;
        }
        int labels = attributes.indexOf(LABELS);
        return labels >= 0 && labels < at ? -1 : at;
    }

    private static long timing(String attributes, String name) {
        int from = attributes.indexOf(TIMING);
        if (from < 0) {
            return NONE;
        }
        int at = attributes.indexOf(name, from);
        return at < 0 || at > attributes.indexOf('}', from)
                ? NONE
                : number(attributes, at + name.length());
    }

    private static long number(String text, int from) {
        long value = 0;
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            value = value * 10 + text.charAt(at) - '0';
            at++;
            if (at - from > MOST_DIGITS) {
                return NONE;
            }
        }
        boolean ends = at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == '}');
        return at > from && ends ? value : NONE;
    }
}
