package tallystick.engine.codec;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import tallystick.engine.codec.sbe.MessageHeaderDecoder;
import tallystick.engine.codec.sbe.UsageRecordedDecoder;

/** What a usage leaf says of its parties without being decoded. Only for usage leaves. */
public final class UsageLeaf {

    /** Any model. */
    public static final int ANY = -1;

    private static final int BODY = MessageHeaderDecoder.ENCODED_LENGTH;

    private UsageLeaf() {}

    /** The jurisdiction it was rated in, packed; 0 when it is unknown. */
    public static int jurisdiction(DirectBuffer buffer, int offset) {
        return buffer.getShort(
                        offset + BODY + UsageRecordedDecoder.jurisdictionEncodingOffset(),
                        ByteOrder.LITTLE_ENDIAN)
                & 0xFFFF;
    }

    /** Its number among the usage of that jurisdiction, from 1; 0 when that is unknown. */
    public static long jurisdictionSequence(DirectBuffer buffer, int offset) {
        return buffer.getLong(
                offset + BODY + UsageRecordedDecoder.jurisdictionSequenceEncodingOffset(),
                ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Whether the usage is of a pair of operators and a model, by their dense numbers.
     *
     * @param modelRef {@link #ANY} for every model
     */
    public static boolean isOf(
            DirectBuffer buffer, int offset, int homeRef, int servingRef, int modelRef) {
        int body = offset + BODY;
        return buffer.getShort(
                                body + UsageRecordedDecoder.homeRefEncodingOffset(),
                                ByteOrder.LITTLE_ENDIAN)
                        == homeRef
                && buffer.getShort(
                                body + UsageRecordedDecoder.servingRefEncodingOffset(),
                                ByteOrder.LITTLE_ENDIAN)
                        == servingRef
                && (modelRef == ANY
                        || buffer.getInt(
                                        body + UsageRecordedDecoder.modelRefEncodingOffset(),
                                        ByteOrder.LITTLE_ENDIAN)
                                == modelRef);
    }
}
