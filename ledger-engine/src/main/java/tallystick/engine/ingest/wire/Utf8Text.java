package tallystick.engine.ingest.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts from and to UTF-8. Those met lately are given again as the same {@code String}: wallets,
 * models and operators come again and again. One thread at a time.
 */
public final class Utf8Text {

    private static final int SLOTS = 1 << 12;
    private static final int LONGEST_KEPT = 128;

    /** A text and its bytes. */
    private static final class Met {
        final byte[] utf8;
        final String text;

        Met(byte[] utf8, String text) {
            this.utf8 = utf8;
            this.text = text;
        }
    }

    private final @Nullable Met[] slots = new @Nullable Met[SLOTS];

    /**
     * The text, which is likely to come again.
     *
     * @throws FrameException when the bytes are not UTF-8
     */
    public String known(byte[] utf8, int length) throws FrameException {
        if (length > LONGEST_KEPT) {
            return decode(utf8, length);
        }
        int slot = slotOf(utf8, length);
        Met met = slots[slot];
        if (met != null && Arrays.equals(met.utf8, 0, met.utf8.length, utf8, 0, length)) {
            return met.text;
        }
        String fresh = decode(utf8, length);
        slots[slot] = new Met(Arrays.copyOf(utf8, length), fresh);
        return fresh;
    }

    private static int slotOf(byte[] utf8, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + utf8[i];
        }
        return (hash ^ (hash >>> 12) ^ (hash >>> 24)) & (SLOTS - 1);
    }

    /**
     * The text of the first {@code length} bytes.
     *
     * @throws FrameException when they are not UTF-8
     */
    public static String decode(byte[] utf8, int length) throws FrameException {
        if (isAscii(utf8, length)) {
            return new String(utf8, 0, length, StandardCharsets.ISO_8859_1);
        }
        String text = new String(utf8, 0, length, StandardCharsets.UTF_8);
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(again, 0, again.length, utf8, 0, length)) {
            throw new FrameException(FarewellReason.MALFORMED, "a text is not UTF-8");
        }
        return text;
    }

    private static boolean isAscii(byte[] utf8, int length) {
        int bits = 0;
        for (int i = 0; i < length; i++) {
            bits |= utf8[i];
        }
        return bits >= 0;
    }
}
