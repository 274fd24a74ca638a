package tallystick.engine.codec;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.codec.sbe.MessageHeaderDecoder;
import tallystick.engine.codec.sbe.UsageRecordedDecoder;

/**
 * What can be read of a leaf without decoding it: every leaf begins with a header, its position and
 * its recorded time.
 */
public final class LeafHeader {

    /** Fewest bytes of a leaf: header, position and recorded time. */
    public static final int MIN_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH + 2 * Long.BYTES;

    private static final int BODY = MessageHeaderDecoder.ENCODED_LENGTH;

    private LeafHeader() {}

    /**
     * Checks that a leaf of this schema, in a version known here, can begin there.
     *
     * @throws LeafDamagedException when it cannot
     */
    public static void check(DirectBuffer buffer, int offset, int length) {
        if (length < MIN_LENGTH || offset < 0 || offset > buffer.capacity() - length) {
            throw new LeafDamagedException("no leaf has " + length + " bytes here");
        }
        int schema = uint16(buffer, offset + MessageHeaderDecoder.schemaIdEncodingOffset());
        int version = uint16(buffer, offset + MessageHeaderDecoder.versionEncodingOffset());
        if (schema != MessageHeaderDecoder.SCHEMA_ID
                || version > MessageHeaderDecoder.SCHEMA_VERSION) {
            throw new LeafDamagedException(
                    "schema " + schema + " version " + version + " is not known here");
        }
    }

    /** Number of the event kind in the schema. */
    public static int templateId(DirectBuffer buffer, int offset) {
        return uint16(buffer, offset + MessageHeaderDecoder.templateIdEncodingOffset());
    }

    /** Journal position. */
    public static long position(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + BODY, ByteOrder.LITTLE_ENDIAN);
    }

    /** When the sequencer took it in, nanoseconds since 1970-01-01T00:00Z. */
    public static long recordedEpochNanos(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + BODY + Long.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The settlement window number of an accepted usage leaf; −1 when it was not accepted. Only for
     * usage leaves.
     */
    public static int memberOfWindow(DirectBuffer buffer, int offset) {
        int flags = uint16(buffer, offset + BODY + UsageRecordedDecoder.flagsEncodingOffset());
        int status = flags >>> UsageLayout.STATUS_SHIFT & UsageLayout.STATUS_MASK;
        int at = offset + BODY + UsageRecordedDecoder.windowRefEncodingOffset();
        return status == UsageStatus.ACCEPTED.ordinal()
                ? buffer.getInt(at, ByteOrder.LITTLE_ENDIAN)
                : -1;
    }

    /** The fingerprint of a usage leaf. Only for usage leaves. */
    public static long fingerprint(DirectBuffer buffer, int offset) {
        return buffer.getLong(
                offset + BODY + UsageRecordedDecoder.fingerprintEncodingOffset(),
                ByteOrder.LITTLE_ENDIAN);
    }

    private static int uint16(DirectBuffer buffer, int at) {
        return buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }
}
