package tallystick.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "wal_01K9W", "세종-1", "é", "𝔘nicode", "two words"})
    void takesNormalisedNames(String text) {
        assertNull(Texts.brokenRule(text, 1, 128));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\nb",
                "a\u0000",
                "a\u007f",
                "a\u0085",
                "a\u2028b",
                "a\u202eb",
                "a\u200bb",
                "e\u0301",
                "\ud800",
                "a\udc00b",
                "\u1100\u1161",
            })
    void refusesWhatCouldDeceive(String text) {
        assertNotNull(Texts.brokenRule(text, 1, 128));
    }

    @Test
    void countsCharactersNotHalves() {
        String pairs = "𝔘".repeat(128);
        assertNull(Texts.brokenRule(pairs, 1, 128));
        assertNotNull(Texts.brokenRule(pairs + "a", 1, 128));
    }

    /** Random bytes, mostly near the edges of the encoding, judged as the platform judges them. */
    @Test
    void utf8IsWhatThePlatformDecodes() {
        int[] edges = {
            0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1,
            0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff
        };
        Random random = new Random(20_261_121);
        int valid = 0;
        for (int round = 0; round < 400_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                boolean ascii = random.nextInt(3) > 0;
                bytes[i] = (byte) (ascii ? 0x61 : edges[random.nextInt(edges.length)]);
            }
            boolean isValid = isUtf8(bytes);
            valid += isValid ? 1 : 0;
            assertEquals(isValid, Utf8Check.firstInvalid(bytes, bytes.length) == Utf8Check.VALID);
        }
        assertEquals(true, valid > 1_000);
    }

    @Test
    void utf8NamesTheFirstBadByte() {
        byte[] bytes = "0123456789abcdefgh".getBytes(StandardCharsets.UTF_8);
        assertEquals(Utf8Check.VALID, Utf8Check.firstInvalid(bytes, bytes.length));
        bytes[11] = 0;
        assertEquals(11, Utf8Check.firstInvalid(bytes, bytes.length));
        bytes[3] = (byte) 0xff;
        assertEquals(3, Utf8Check.firstInvalid(bytes, bytes.length));
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }
}
