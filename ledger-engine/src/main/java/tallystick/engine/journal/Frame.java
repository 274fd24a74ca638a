package tallystick.engine.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bytes of one frame, little-endian, a multiple of 8 long.
 *
 * <pre>
 *   0  int   magic "TSJ1"          16  long  last position forced when this was written
 *   4  int   version               24  int   events
 *   8  long  first position        28  int   payload length
 *  32  payload, zeros to a multiple of 8 less 4, int CRC32C over everything before it
 * </pre>
 *
 * The forced position tells an unacknowledged torn frame from a damaged one: if a later frame says
 * that a position was forced, that position was acknowledged.
 */
final class Frame {

    static final int MAGIC = 0x314A5354;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 32;
    static final int MIN_BYTES = 40;
    static final int ALIGNMENT_BYTES = 8;
    static final int MAX_PAYLOAD_BYTES = 64 << 20;

    private static final int CRC_BYTES = Integer.BYTES;
    private static final int VERSION_AT = 4;
    private static final int FIRST_AT = 8;
    private static final int FORCED_AT = 16;
    private static final int COUNT_AT = 24;
    private static final int LENGTH_AT = 28;
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private Frame() {}

    /** Bytes of a frame with a payload of that length. */
    static int bytesFor(int payloadLength) {
        return (HEADER_BYTES + payloadLength + CRC_BYTES + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
    }

    /** Writes header, padding and checksum around a payload that is already at 32. */
    static void seal(
            UnsafeBuffer view,
            ByteBuffer bytes,
            CRC32C crc,
            long firstPosition,
            long forcedPosition,
            int count,
            int payloadLength) {
        int total = bytesFor(payloadLength);
        view.putInt(0, MAGIC, LE);
        view.putInt(VERSION_AT, VERSION, LE);
        view.putLong(FIRST_AT, firstPosition, LE);
        view.putLong(FORCED_AT, forcedPosition, LE);
        view.putInt(COUNT_AT, count, LE);
        view.putInt(LENGTH_AT, payloadLength, LE);
        int paddingAt = HEADER_BYTES + payloadLength;
        view.setMemory(paddingAt, total - CRC_BYTES - paddingAt, (byte) 0);
        view.putInt(total - CRC_BYTES, checksum(bytes, 0, total, crc), LE);
    }

    /** CRC32C of the frame of {@code total} bytes at {@code at}, without its own last four. */
    static int checksum(ByteBuffer bytes, int at, int total, CRC32C crc) {
        crc.reset();
        bytes.limit(at + total - CRC_BYTES).position(at);
        crc.update(bytes);
        bytes.clear();
        return (int) crc.getValue();
    }

    static int storedChecksum(DirectBuffer view, int at, int total) {
        return view.getInt(at + total - CRC_BYTES, LE);
    }

    static int magic(DirectBuffer view, int at) {
        return view.getInt(at, LE);
    }

    static int version(DirectBuffer view, int at) {
        return view.getInt(at + VERSION_AT, LE);
    }

    static long firstPosition(DirectBuffer view, int at) {
        return view.getLong(at + FIRST_AT, LE);
    }

    static long forcedPosition(DirectBuffer view, int at) {
        return view.getLong(at + FORCED_AT, LE);
    }

    static int count(DirectBuffer view, int at) {
        return view.getInt(at + COUNT_AT, LE);
    }

    static int payloadLength(DirectBuffer view, int at) {
        return view.getInt(at + LENGTH_AT, LE);
    }
}
