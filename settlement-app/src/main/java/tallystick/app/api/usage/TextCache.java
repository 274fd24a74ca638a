package tallystick.app.api.usage;

import org.jspecify.annotations.Nullable;

/**
 * Texts met lately, one per slot: wallets, models and operators come again and again, and the same
 * text as the same {@code String} saves its check, its copy and, further on, its hash. One thread
 * at a time.
 */
final class TextCache {

    /** Longer texts are seldom met again. */
    static final int LONGEST = 128;

    private static final int SLOTS = 1 << 11;

    private final @Nullable String[] slots = new @Nullable String[SLOTS];

    /** The text of those characters, null when it was not put lately. */
    @Nullable String find(char[] chars, int offset, int length) {
        if (length > LONGEST) {
            return null;
        }
        String text = slots[slotOf(chars, offset, length)];
        return text != null && isSame(text, chars, offset, length) ? text : null;
    }

    /** Remembers {@code text}, which must be of those characters. */
    void put(String text, char[] chars, int offset, int length) {
        if (length <= LONGEST) {
            slots[slotOf(chars, offset, length)] = text;
        }
    }

    private static int slotOf(char[] chars, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + chars[i];
        }
        return (hash ^ (hash >>> 11) ^ (hash >>> 22)) & (SLOTS - 1);
    }

    private static boolean isSame(String text, char[] chars, int offset, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != chars[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
