package tallystick.engine.ingest.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames off a socket whose reads time out every now and then. Memory grows with the bytes
 * that have come, never with the length that was announced. One thread.
 */
public final class FrameInput {

    private static final int FIRST_BYTES = 64 * 1024;
    private static final int KEPT_BYTES = 512 * 1024;

    /** Asked while nothing comes, and before a payload is read. */
    public interface Patience {

        /**
         * Nothing came for a while.
         *
         * @param insideFrame whether a frame or preface has begun
         * @param sinceNanos when it began, or when the last one ended, by {@link System#nanoTime}
         * @throws IOException when that is too long
         */
        void waiting(boolean insideFrame, long sinceNanos) throws IOException;

        /**
         * A frame of this length is about to be read; may wait for room.
         *
         * @throws IOException when there will be none
         */
        void enter(int payloadLength) throws IOException;
    }

    private final InputStream in;
    private final int maxPayloadBytes;
    private final Patience patience;
    private final byte[] header = new byte[Wire.HEADER_BYTES];
    private final UnsafeBuffer headerView = new UnsafeBuffer(header);
    private byte[] payload = new byte[FIRST_BYTES];
    private final UnsafeBuffer payloadView = new UnsafeBuffer(payload, 0, 0);

    /**
     * @param in of a socket with a read timeout
     * @param maxPayloadBytes longest payload taken
     */
    public FrameInput(InputStream in, int maxPayloadBytes, Patience patience) {
        this.in = in;
        this.maxPayloadBytes = maxPayloadBytes;
        this.patience = patience;
    }

    /**
     * Reads the other side's preface.
     *
     * @throws IOException when it is not one, is cut, or takes too long
     */
    public void readPreface() throws IOException {
        byte[] preface = new byte[Wire.PREFACE_BYTES];
        long start = System.nanoTime();
        readFully(preface, 0, preface.length, start);
        Wire.checkPreface(preface);
    }

    /**
     * The next frame's payload, valid until the next call; its capacity is its length. Null when
     * the other side closed between two frames.
     *
     * @throws FrameException when the frame is too long or damaged
     * @throws IOException when it is cut or takes too long
     */
    public @Nullable UnsafeBuffer next() throws IOException {
        shrink();
        long idleSince = System.nanoTime();
        int first = readFirst(idleSince);
        if (first < 0) {
            return null;
        }
        header[0] = (byte) first;
        long start = System.nanoTime();
        readFully(header, 1, header.length - 1, start);
        int length = headerView.getInt(0, ByteOrder.LITTLE_ENDIAN);
        if (length < 0 || length > maxPayloadBytes) {
            throw new FrameException(
                    FarewellReason.FRAME_TOO_LARGE,
                    "a frame takes at most " + maxPayloadBytes + " bytes");
        }
        patience.enter(length);
        readPayload(length, System.nanoTime());
        if (Wire.crc32c(payload, 0, length) != headerView.getInt(4, ByteOrder.LITTLE_ENDIAN)) {
            throw new FrameException(
                    FarewellReason.DAMAGED, "a frame's checksum is not that of its payload");
        }
        payloadView.wrap(payload, 0, length);
        return payloadView;
    }

    private void shrink() {
        if (payload.length > KEPT_BYTES) {
            payload = new byte[FIRST_BYTES];
            payloadView.wrap(payload, 0, 0);
        }
    }

    private int readFirst(long since) throws IOException {
        while (true) {
            try {
                return in.read();
            } catch (SocketTimeoutException nothing) {
                patience.waiting(false, since);
            }
        }
    }

    private void readPayload(int length, long since) throws IOException {
        int have = 0;
        while (have < length) {
            if (have == payload.length) {
                payload = Arrays.copyOf(payload, Math.min(length, 2 * payload.length));
            }
            int part = Math.min(length, payload.length) - have;
            readFully(payload, have, part, since);
            have += part;
        }
    }

    private void readFully(byte[] into, int offset, int length, long since) throws IOException {
        int have = 0;
        while (have < length) {
            try {
                int read = in.read(into, offset + have, length - have);
                if (read < 0) {
                    throw new FrameException(
                            FarewellReason.DAMAGED, "the connection ended inside a frame");
                }
                have += read;
            } catch (SocketTimeoutException nothing) {
                // Told below.
            }
            if (have < length) {
                patience.waiting(true, since);
            }
        }
    }
}
