package tallystick.engine.codec;

import org.agrona.DirectBuffer;
import tallystick.engine.codec.sbe.MessageHeaderDecoder;

/** Where a leaf to be decoded lies, its header read. */
record LeafBody(DirectBuffer buffer, int offset, int length, MessageHeaderDecoder header) {

    /**
     * What was decoded, when the body used the leaf up.
     *
     * @throws LeafDamagedException when it did not
     */
    <T> T whole(int bodyLength, T decoded) {
        requireWhole(MessageHeaderDecoder.ENCODED_LENGTH + bodyLength, length);
        return decoded;
    }

    static void requireWhole(int read, int length) {
        if (read != length) {
            throw new LeafDamagedException("leaf of " + length + " bytes, used " + read);
        }
    }
}
