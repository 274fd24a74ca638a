package tallystick.engine.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.client.AnswerReader.Answer;
import tallystick.engine.ingest.wire.FarewellReason;
import tallystick.engine.ingest.wire.FrameInput;
import tallystick.engine.ingest.wire.Wire;

/** A socket to send anything through, and to read frames from. */
public final class RawClient implements FrameInput.Patience, AutoCloseable {

    private static final long SECONDS = 30;

    private final Socket socket;
    private final OutputStream out;
    private final FrameInput frames;
    private final AnswerReader answers = new AnswerReader();
    private boolean hasPreface;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(200);
        out = socket.getOutputStream();
        frames = new FrameInput(socket.getInputStream(), 64 * 1024 * 1024, this);
    }

    public static RawClient connect(int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    // ---- bytes ---------------------------------------------------------------------------------

    /** A good frame. */
    public static byte[] frame(long batch, List<UsageRecord> records) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = new RecordBatchWriter().write(batch, 0, records, buffer);
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    /** A good frame's payload. */
    public static byte[] payload(long batch, List<UsageRecord> records) {
        byte[] frame = frame(batch, records);
        return Arrays.copyOfRange(frame, Wire.HEADER_BYTES, frame.length);
    }

    public static byte[] header(int length, int crc) {
        return ByteBuffer.allocate(Wire.HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .putInt(crc)
                .array();
    }

    /** A frame whose checksum is right, whatever the payload is. */
    public static byte[] framed(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        byte[] frame =
                Arrays.copyOf(
                        header(payload.length, (int) crc.getValue()),
                        Wire.HEADER_BYTES + payload.length);
        System.arraycopy(payload, 0, frame, Wire.HEADER_BYTES, payload.length);
        return frame;
    }

    // ---- sending -------------------------------------------------------------------------------

    public void send(byte[] bytes) throws IOException {
        send(bytes, 0, bytes.length);
    }

    public void send(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    /** False when the server has cut the connection. */
    public boolean trySend(byte[] bytes) {
        try {
            out.write(bytes);
            return true;
        } catch (IOException cut) {
            return false;
        }
    }

    /** All but the last {@code bytes}: the first at once, then one after the other, until cut. */
    public void drip(byte[] bytes, int atOnce, long pauseMillis) throws InterruptedException {
        boolean isOpen = trySend(Arrays.copyOf(bytes, atOnce));
        for (int i = atOnce; i < bytes.length - 1 && isOpen; i++) {
            isOpen = trySend(new byte[] {bytes[i]});
            Thread.sleep(pauseMillis);
        }
    }

    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends without a goodbye. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    // ---- reading -------------------------------------------------------------------------------

    /** The next message; null at the end. */
    public @Nullable Object next() throws IOException {
        if (!hasPreface) {
            frames.readPreface();
            hasPreface = true;
        }
        UnsafeBuffer payload = frames.next();
        return payload == null ? null : answers.read(payload);
    }

    public void expectWelcome() throws IOException {
        assertInstanceOf(Answer.Welcome.class, next());
    }

    /** The welcome is said before the other side's preface is known. */
    public void skipWelcome() throws IOException {
        expectWelcome();
    }

    /** The number of the batch whose outcome comes next. */
    public long outcome() throws IOException {
        return assertInstanceOf(Answer.Outcome.class, next()).batch();
    }

    Answer.Farewell last() throws IOException {
        return assertInstanceOf(Answer.Farewell.class, next());
    }

    /** Why the server closes. */
    public record Farewell(FarewellReason reason, String detail) {}

    public Farewell farewell() throws IOException {
        Answer.Farewell last = last();
        return new Farewell(last.reason(), last.detail());
    }

    public void expectFarewell(FarewellReason reason, String detail) throws IOException {
        assertEquals(new Farewell(reason, detail), farewell());
    }

    @Override
    public void waiting(boolean insideFrame, long sinceNanos) {
        if (System.nanoTime() - sinceNanos > TimeUnit.SECONDS.toNanos(SECONDS)) {
            throw new AssertionError("the server says nothing");
        }
    }

    @Override
    public void enter(int payloadLength) {
        // Anything is taken.
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
