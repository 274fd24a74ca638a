package tallystick.app.api.usage;

import tallystick.domain.money.Pico;
import tools.jackson.core.JsonGenerator;

/** Writes amounts as decimal strings with twelve decimals. One thread at a time. */
final class AmountText {

    private static final int LONGEST = 20;

    private final char[] chars = new char[LONGEST];

    /** Writes {@code hi · 2^64 + lo} pico-units as a string value. */
    void write(JsonGenerator json, long hi, long lo) {
        if (hi != 0 || lo < 0) {
            json.writeString(new Pico(hi, lo).toDecimalString());
            return;
        }
        int at = LONGEST;
        long left = lo;
        for (int digits = 0; digits <= Pico.SCALE || left != 0; digits++) {
            if (digits == Pico.SCALE) {
                chars[--at] = '.';
            }
            chars[--at] = (char) ('0' + left % 10);
            left /= 10;
        }
        json.writeString(chars, at, LONGEST - at);
    }
}
