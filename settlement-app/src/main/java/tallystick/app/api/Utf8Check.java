package tallystick.app.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Whether bytes are UTF-8 as Unicode defines it: shortest forms only, no surrogates, nothing above
 * U+10FFFF; and no NUL, which JSON never has and every other Unicode encoding of it does.
 */
public final class Utf8Check {

    /** What {@link #firstInvalid} gives when all is well. */
    public static final int VALID = -1;

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long ONES = 0x0101_0101_0101_0101L;

    private Utf8Check() {}

    /** Offset of the first byte that is not part of such a character, or {@link #VALID}. */
    public static int firstInvalid(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            if (at + 8 <= length) {
                long eight = (long) EIGHT.get(bytes, at);
                // The second term has a high bit where a byte is 0, if no byte has one itself.
                if (((eight | (eight - ONES)) & HIGH_BITS) == 0) {
                    at += 8;
                    continue;
                }
            }
            int size = sizeOfCharacter(bytes, at, length);
            if (size == 0) {
                return at;
            }
            at += size;
        }
        return VALID;
    }

    /** Bytes of the character at {@code at}, 0 when there is none. */
    private static int sizeOfCharacter(byte[] bytes, int at, int length) {
        int lead = bytes[at] & 0xff;
        if (lead < 0x80) {
            return lead == 0 ? 0 : 1;
        }
        int second = at + 1 < length ? bytes[at + 1] & 0xff : 0;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return isContinuation(second) ? 2 : 0;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            int least = lead == 0xe0 ? 0xa0 : 0x80;
            int most = lead == 0xed ? 0x9f : 0xbf;
            return second >= least && second <= most && continues(bytes, at + 2, 1, length) ? 3 : 0;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            int least = lead == 0xf0 ? 0x90 : 0x80;
            int most = lead == 0xf4 ? 0x8f : 0xbf;
            return second >= least && second <= most && continues(bytes, at + 2, 2, length) ? 4 : 0;
        }
        return 0;
    }

    private static boolean continues(byte[] bytes, int from, int count, int length) {
        for (int i = from; i < from + count; i++) {
            if (i >= length || !isContinuation(bytes[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isContinuation(int value) {
        return value >= 0x80 && value <= 0xbf;
    }
}
