package tallystick.engine.ingest.wire;

import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The fixed bytes around frames. */
public final class Wire {

    /** Bytes of a preface. */
    public static final int PREFACE_BYTES = 8;

    /** The only version there is. */
    public static final int VERSION = 1;

    /** Bytes in front of a payload. */
    public static final int HEADER_BYTES = 8;

    /** Index of a text that is absent. */
    public static final int ABSENT = 0xFFFF;

    /** Most texts in a frame. */
    public static final int MOST_TEXTS = 0xFFFE;

    /** Flag of a batch: all or nothing. */
    public static final int STRICT = 1;

    /** Flag of a batch: leave accepted records out of the outcome. */
    public static final int MINIMAL = 1 << 1;

    /** Flag of a record: its request id is its id. */
    public static final int REQUEST_ID_IS_ID = 1;

    /** Kinds of a record's parts. */
    public static final short REQUEST_ID = 1;

    public static final short HOLD = 2;
    public static final short CORRECTS_SOURCE = 3;
    public static final short CORRECTS_ID = 4;
    public static final short ATTRIBUTES = 5;
    public static final short EVIDENCE = 6;

    private static final int MAGIC =
            'T' | 'L' << 8 | 'Y' << 16 | 'I' << 24; // the four letters in this order

    private Wire() {}

    /** The preface. */
    public static byte[] preface() {
        UnsafeBuffer preface = new UnsafeBuffer(new byte[PREFACE_BYTES]);
        preface.putInt(0, MAGIC, ByteOrder.LITTLE_ENDIAN);
        preface.putShort(4, (short) VERSION, ByteOrder.LITTLE_ENDIAN);
        return preface.byteArray();
    }

    /**
     * Checks the other side's preface.
     *
     * @throws FrameException when it is not one, or of another version
     */
    public static void checkPreface(byte[] bytes) throws FrameException {
        UnsafeBuffer preface = new UnsafeBuffer(bytes);
        if (preface.getInt(0, ByteOrder.LITTLE_ENDIAN) != MAGIC) {
            throw new FrameException(
                    FarewellReason.NOT_INGEST,
                    "this port speaks Tallystick's binary ingest, and what came is not that");
        }
        int version = preface.getShort(4, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        if (version != VERSION || preface.getShort(6, ByteOrder.LITTLE_ENDIAN) != 0) {
            throw new FrameException(
                    FarewellReason.OTHER_VERSION,
                    "version " + version + " is not spoken here; version " + VERSION + " is");
        }
    }

    /** Writes the header of a payload that stands behind it; returns the frame's length. */
    public static int seal(ExpandableArrayBuffer buffer, int frameOffset, int payloadLength) {
        int payload = frameOffset + HEADER_BYTES;
        int crc = crc32c(buffer.byteArray(), payload, payloadLength);
        MutableDirectBuffer header = buffer;
        header.putInt(frameOffset, payloadLength, ByteOrder.LITTLE_ENDIAN);
        header.putInt(frameOffset + 4, crc, ByteOrder.LITTLE_ENDIAN);
        return HEADER_BYTES + payloadLength;
    }

    static int crc32c(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
