package tallystick.engine.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.engine.client.AnswerReader.Answer;
import tallystick.engine.ingest.sbe.HelloEncoder;
import tallystick.engine.ingest.sbe.MessageHeaderEncoder;
import tallystick.engine.ingest.wire.FarewellReason;
import tallystick.engine.ingest.wire.FrameException;
import tallystick.engine.ingest.wire.FrameInput;
import tallystick.engine.ingest.wire.Verdict;
import tallystick.engine.ingest.wire.Wire;

/** One connection to a server: written by one thread, read by another until it ends. */
final class ServerConnection implements FrameInput.Patience, AutoCloseable {

    /** Longest answer taken: 10,000 rejected records with all their faults. */
    private static final int MOST_ANSWER_BYTES = 64 * 1024 * 1024;

    private static final int CONNECT_MILLIS = 5_000;
    private static final int TICK_MILLIS = 200;

    /** A server that answers nothing for this long is given up: the connection may be dead. */
    private static final long SILENCE_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final PendingBatches pending;
    private final AnswerReader answers = new AnswerReader();
    private final FrameInput frames;
    private final OutputStream out;
    private final int window;
    private volatile boolean closed;

    /** Whether the server answered a batch here: it is of use. */
    private volatile boolean proved;

    private volatile Answer.@Nullable Farewell farewell;

    /**
     * Connects and greets.
     *
     * @param credential null where nobody is asked
     * @throws IOException when the server cannot be reached or is another one
     */
    ServerConnection(String host, int port, @Nullable String credential, PendingBatches pending)
            throws IOException {
        this.pending = pending;
        try {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TICK_MILLIS);
            out = socket.getOutputStream();
            out.write(Wire.preface());
            if (credential != null) {
                out.write(hello(credential));
            }
            frames = new FrameInput(socket.getInputStream(), MOST_ANSWER_BYTES, this);
            frames.readPreface();
            window = welcome();
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    private static byte[] hello(String credential) {
        ExpandableArrayBuffer frame = new ExpandableArrayBuffer();
        byte[] text = credential.getBytes(StandardCharsets.UTF_8);
        HelloEncoder hello = new HelloEncoder();
        hello.wrapAndApplyHeader(frame, Wire.HEADER_BYTES, new MessageHeaderEncoder())
                .putCredential(text, 0, text.length);
        int length =
                Wire.seal(frame, 0, MessageHeaderEncoder.ENCODED_LENGTH + hello.encodedLength());
        return Arrays.copyOf(frame.byteArray(), length);
    }

    private int welcome() throws IOException {
        UnsafeBuffer first = frames.next();
        Answer answer = first == null ? null : answers.read(first);
        return switch (answer) {
            case Answer.Welcome welcome -> welcome.windowBatches();
            case Answer.Farewell last -> throw new FrameException(last.reason(), last.detail());
            case Answer.Outcome _ ->
                    throw new FrameException(
                            FarewellReason.MALFORMED, "the server did not say welcome first");
            case null -> throw new IOException("the server closed without a word");
        };
    }

    /** Most batches the server takes before it has answered. */
    int window() {
        return window;
    }

    boolean isProved() {
        return proved;
    }

    /** Why the server closed, null when it did not say. */
    Answer.@Nullable Farewell farewell() {
        return farewell;
    }

    /** The sending thread writes a frame. */
    void write(PendingBatch batch) throws IOException {
        var frame = batch.frame;
        if (frame == null) {
            throw new IllegalStateException("the batch is not encoded");
        }
        out.write(frame.byteArray(), 0, batch.frameLength);
    }

    /** The reading thread: answers batches until the connection ends. */
    void readAnswers() {
        try {
            UnsafeBuffer payload = frames.next();
            while (payload != null && handle(answers.read(payload))) {
                payload = frames.next();
            }
        } catch (IOException ended) {
            // Whatever was not answered is sent again.
        } finally {
            pending.disconnected();
        }
    }

    /** False after the last message. */
    private boolean handle(Answer answer) throws IOException {
        switch (answer) {
            case Answer.Outcome outcome -> outcome(outcome);
            case Answer.Farewell last -> {
                farewell = last;
                return false;
            }
            case Answer.Welcome _ ->
                    throw new FrameException(FarewellReason.MALFORMED, "a second welcome");
        }
        return true;
    }

    private void outcome(Answer.Outcome outcome) throws IOException {
        PendingBatch batch = pending.find(outcome.batch());
        if (batch == null) {
            return;
        }
        if (outcome.verdict() == Verdict.BUSY || outcome.verdict() == Verdict.STOPPED) {
            pending.again(batch, outcome.retryAfterMillis());
            return;
        }
        boolean isMinimal = (batch.flags & Wire.MINIMAL) != 0;
        BatchOutcome told = answers.outcome(batch.size, isMinimal, batch.sendings > 1);
        proved = true;
        if (pending.answered(batch.number) != null) {
            batch.answered(told);
        }
    }

    @Override
    public void waiting(boolean insideFrame, long sinceNanos) throws IOException {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
        boolean isOwed = insideFrame || pending.isAnyUnderWay();
        if (closed || (isOwed && millis > SILENCE_MILLIS)) {
            throw new IOException("the server does not answer");
        }
    }

    @Override
    public void enter(int payloadLength) {
        // What the server answers was asked for.
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException already) {
            // It is of no more use in either case.
        }
    }
}
