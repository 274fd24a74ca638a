package tallystick.app.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.usage.TokenClass;

/** How values look on the wire. */
public final class WireText {

    private WireText() {}

    /** A journal position: a string, since JSON numbers lose digits. */
    public static String position(long position) {
        return Long.toString(position);
    }

    /** An enumeration's word, such as {@code inter_operator}. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A time in UTC. */
    public static String time(Instant time) {
        long seconds = Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L);
        return Rfc3339.format(Math.addExact(seconds, time.getNano()));
    }

    /** A time in UTC, null for none. */
    public static @Nullable String timeOrNull(@Nullable Instant time) {
        return time == null ? null : time(time);
    }

    /** Minor units as an amount of the asset. */
    public static String minor(long minor, int minorDigits) {
        return Rounding.minorToPico(minor, minorDigits).toDecimalString();
    }

    /**
     * Tokens as usage events have them, classes without tokens left away.
     *
     * @param perClass one count per {@link TokenClass}, in that order
     */
    public static Map<String, Object> tokens(List<? extends Number> perClass) {
        Map<String, Object> tokens = new LinkedHashMap<>();
        Map<String, Object> input = new LinkedHashMap<>();
        Map<String, Object> output = new LinkedHashMap<>();
        for (TokenClass tokenClass : TokenClass.ALL) {
            Number count = perClass.get(tokenClass.ordinal());
            String name = tokenClass.wireName();
            String member = name.substring(name.indexOf('.') + 1);
            if (count.longValue() != 0) {
                Map<String, Object> parent =
                        tokenClass.isInput() ? input : tokenClass.isOutput() ? output : tokens;
                parent.put(member, count);
            }
        }
        if (!input.isEmpty()) {
            tokens.put("input", input);
        }
        if (!output.isEmpty()) {
            tokens.put("output", output);
        }
        return tokens;
    }
}
