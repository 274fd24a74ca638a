package tallystick.domain.settlement;

import java.util.Map;
import java.util.SortedMap;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;

/** Refuses an argument by naming the field and the rule it breaks. */
final class ArgumentCheck {

    private ArgumentCheck() {}

    static void that(boolean kept, String field, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(field + " " + rule);
        }
    }

    static void name(String field, String value) {
        that(!value.isBlank(), field, "must not be blank");
    }

    static void notNegative(String field, long value) {
        that(value >= 0, field, "must be 0 or more");
    }

    static void notNegative(String field, Pico value) {
        that(!value.isNegative(), field, "must be 0 or more");
    }

    static void positive(String field, long value) {
        that(value > 0, field, "must be more than 0");
    }

    static void basisPoints(String field, int value) {
        that(value >= 0 && value <= BasisPoints.WHOLE, field, "must be 0 to 10000 basis points");
    }

    /** A currency: what can be converted and paid, unlike a token credit. */
    static void currency(String field, String asset) {
        that(
                Assets.isKnown(asset) && !Assets.TOKEN_CREDIT.equals(asset),
                field,
                "must be an ISO 4217 currency");
    }

    /** A canonical copy of amounts of 0 or more. */
    static <K extends Comparable<K>> SortedMap<K, Long> amounts(String field, Map<K, Long> minor) {
        SortedMap<K, Long> copy = Canonical.sorted(minor);
        copy.forEach((key, value) -> notNegative(field + "[" + key + "]", value));
        return copy;
    }
}
