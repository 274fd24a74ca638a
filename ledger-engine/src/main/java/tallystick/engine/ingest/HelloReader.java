package tallystick.engine.ingest;

import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.engine.ingest.sbe.HelloDecoder;
import tallystick.engine.ingest.sbe.MessageHeaderDecoder;
import tallystick.engine.ingest.wire.FarewellReason;
import tallystick.engine.ingest.wire.FrameException;
import tallystick.engine.ingest.wire.Utf8Text;

/** Reads what a client says of itself. */
final class HelloReader {

    /** Longest payload of a greeting: an access token of 8 KiB fits. */
    static final int MOST_BYTES = 16 * 1024;

    private HelloReader() {}

    /**
     * The credential in a greeting, null when the frame is something else.
     *
     * @throws FrameException when it is cut
     */
    static @Nullable String credential(UnsafeBuffer frame) throws FrameException {
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (frame.capacity() < MessageHeaderDecoder.ENCODED_LENGTH) {
            return null;
        }
        header.wrap(frame, 0);
        if (header.schemaId() != HelloDecoder.SCHEMA_ID
                || header.templateId() != HelloDecoder.TEMPLATE_ID) {
            return null;
        }
        try {
            HelloDecoder hello = new HelloDecoder();
            hello.wrapAndApplyHeader(frame, 0, header);
            byte[] utf8 = new byte[hello.credentialLength()];
            hello.getCredential(utf8, 0, utf8.length);
            return Utf8Text.decode(utf8, utf8.length);
        } catch (IndexOutOfBoundsException | IllegalArgumentException cut) {
            throw new FrameException(FarewellReason.MALFORMED, "the greeting is cut");
        }
    }
}
