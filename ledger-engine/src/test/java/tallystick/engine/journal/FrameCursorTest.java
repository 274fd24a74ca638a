package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames made by hand: what the writer would never write, and the bytes it does. */
class FrameCursorTest {

    @TempDir Path temp;

    private static byte[] frame(long first, long forced, int count, int length) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Frame.bytesFor(length));
        UnsafeBuffer view = new UnsafeBuffer(bytes);
        Frame.seal(view, bytes, new CRC32C(), first, forced, count, length);
        byte[] made = new byte[bytes.capacity()];
        view.getBytes(0, made);
        return made;
    }

    private FrameCursor cursor(byte[]... frames) throws IOException {
        Path file = temp.resolve("file");
        Files.write(file, new byte[0]);
        for (byte[] frame : frames) {
            Files.write(file, frame, StandardOpenOption.APPEND);
        }
        FrameCursor cursor = new FrameCursor(FileLayout.PLAIN);
        cursor.open(file, 0);
        return cursor;
    }

    @Test
    void theBytesOfAFrameAreForEver() {
        // Journals of this version lie on disks: a change here needs another version.
        String expected =
                "54534a31" // TSJ1
                        + "01000000"
                        + "0700000000000000"
                        + "0600000000000000"
                        + "02000000"
                        + "05000000"
                        + "00000000000000" // payload and padding
                        + "00000000"
                        + "00";
        String made = HexFormat.of().formatHex(frame(7, 6, 2, 5));
        assertEquals(48, made.length() / 2);
        assertEquals(expected, made.substring(0, expected.length()));
        assertEquals("dd43e3f9", made.substring(made.length() - 8));
    }

    @Test
    void framesFollowEachOther() throws IOException {
        try (FrameCursor cursor = cursor(frame(0, -1, 3, 10), frame(3, 2, 1, 0))) {
            assertEquals(FrameCursor.Step.FRAME, cursor.step(cursor.fileBytes(), 0));
            assertEquals(3, cursor.count());
            assertEquals(10, cursor.payloadLength());
            assertEquals(FrameCursor.Step.FRAME, cursor.step(cursor.fileBytes(), 3));
            assertEquals(FrameCursor.Step.END, cursor.step(cursor.fileBytes(), 4));
        }
    }

    @Test
    void aGoodFrameOfAnotherPositionIsNoTornWrite() throws IOException {
        assertDeliberate(frame(5, 2, 1, 10), "position 5 is there instead");
        assertDeliberate(frame(0, -1, 1, 10), "position 0 is there instead");
    }

    @Test
    void aHeaderThatContradictsItselfIsNoTornWrite() throws IOException {
        assertDeliberate(frame(3, 3, 1, 10), "contradicts itself");
        assertDeliberate(frame(3, 2, 0, 10), "contradicts itself");
        assertDeliberate(frame(3, 2, -1, 10), "contradicts itself");
    }

    private void assertDeliberate(byte[] second, String reason) throws IOException {
        try (FrameCursor cursor = cursor(frame(0, -1, 3, 10), second)) {
            assertEquals(FrameCursor.Step.FRAME, cursor.step(cursor.fileBytes(), 0));
            assertEquals(FrameCursor.Step.DAMAGE, cursor.step(cursor.fileBytes(), 3));
            assertTrue(cursor.damage().contains(reason), cursor.damage());
            assertTrue(cursor.deliberate());
        }
    }

    @Test
    void aLengthOutOfRangeIsDamageAndAllocatesNothing() throws IOException {
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, (64 << 20) + 1}) {
            byte[] frame = frame(0, -1, 1, 64);
            ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(28, length);
            try (FrameCursor cursor = cursor(frame)) {
                assertEquals(FrameCursor.Step.DAMAGE, cursor.step(cursor.fileBytes(), 0));
                assertFalse(cursor.deliberate());
            }
        }
    }
}
