package tallystick.engine.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.LedgerEngine;
import tallystick.engine.ingest.rule.UsageRule;
import tallystick.engine.ingest.wire.FarewellReason;
import tallystick.engine.ingest.wire.FrameException;
import tallystick.engine.ingest.wire.FrameInput;
import tallystick.engine.ingest.wire.Wire;

/**
 * One connection: its reader takes batches as long as the window and the server's bytes have room,
 * its writer answers them. The reader, which never sleeps longer than a tick, also sees when the
 * writer is stuck because nobody reads the answers.
 */
final class IngestConnection implements FrameInput.Patience {

    private static final int TICK_MILLIS = 200;
    private static final int GATHER_BYTES = 64 * 1024;
    private static final int KEPT_BYTES = 1024 * 1024;
    private static final int LINGER_BYTES = 1024 * 1024;
    private static final long NOT_WRITING = Long.MIN_VALUE;
    private static final int NOT_ENTERED = -1;

    /** Said to the writer: the last thing to write. */
    private record Farewell(FarewellReason reason, long batch, String detail) {}

    private final Socket socket;
    private final IngestOptions options;
    private final InFlightBytes inFlight;
    private final Semaphore window;
    private final BatchIntake intake;
    private final BlockingQueue<Object> answers;
    private final BatchOutcomeWriter encoder;
    private final Consumer<IngestConnection> onEnd;
    private final Thread reader;
    private final Thread writer;

    private volatile boolean stopping;

    /** When the write that goes on began, {@link #NOT_WRITING} when none does. */
    private volatile long writingSinceNanos = NOT_WRITING;

    /** Reader only: whether a good credential came. */
    private boolean greeted;

    /** Reader only: bytes entered for a frame that is not yet with the intake, or none. */
    private int enteredBytes = NOT_ENTERED;

    IngestConnection(
            Socket socket,
            LedgerEngine engine,
            IngestOptions options,
            InFlightBytes inFlight,
            long number,
            Consumer<IngestConnection> onEnd)
            throws IOException {
        this.socket = socket;
        this.options = options;
        this.inFlight = inFlight;
        this.onEnd = onEnd;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.min(TICK_MILLIS, Math.max(1, options.frameTimeoutMillis() / 4)));
        window = new Semaphore(options.windowBatches());
        answers = new ArrayBlockingQueue<>(options.windowBatches() + 1);
        intake = new BatchIntake(engine, options.attributes().get(), this::answer);
        encoder = new BatchOutcomeWriter(engine.names());
        reader = Thread.ofPlatform().name("ingest-read-" + number).daemon().unstarted(this::read);
        writer = Thread.ofPlatform().name("ingest-write-" + number).daemon().unstarted(this::write);
    }

    void start() {
        writer.start();
        reader.start();
    }

    /** Reads nothing more, answers what was taken, says farewell. */
    void stop() {
        stopping = true;
    }

    /** Cuts the connection where it stands. */
    void abort() {
        stopping = true;
        try {
            socket.close();
        } catch (IOException already) {
            // It is of no more use in either case.
        }
    }

    void join() {
        join(Long.MAX_VALUE);
    }

    void join(long millis) {
        try {
            reader.join(millis == Long.MAX_VALUE ? 0 : millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- reader --------------------------------------------------------------------------------

    private void read() {
        Farewell farewell = new Farewell(FarewellReason.CLOSING, -1, "the client closed");
        try {
            InputStream in = socket.getInputStream();
            FrameInput frames = new FrameInput(in, UsageRule.MOST_BYTES, this);
            frames.readPreface();
            UnsafeBuffer payload = frames.next();
            if (payload != null && isGreeting(payload)) {
                payload = frames.next();
            }
            while (payload != null) {
                take(payload);
                payload = frames.next();
            }
        } catch (FrameException refused) {
            farewell = new Farewell(refused.reason(), intake.lastBatch(), message(refused));
        } catch (EngineStoppedException stopped) {
            farewell = new Farewell(FarewellReason.LEDGER_STOPPED, -1, message(stopped));
        } catch (IOException gone) {
            // Cut by the other side or by us: nobody is there to be told.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            String what = defect.getClass().getSimpleName() + ": " + defect.getMessage();
            farewell = new Farewell(FarewellReason.INTERNAL, intake.lastBatch(), what);
        } finally {
            end(farewell);
        }
    }

    /** Takes a client's first frame: where somebody must be asked, nothing else will do. */
    private boolean isGreeting(UnsafeBuffer payload) throws FrameException {
        String credential = HelloReader.credential(payload);
        IngestAuthority authority = options.authority();
        if (authority != null) {
            IngestWriter known = credential == null ? null : authority.authenticate(credential);
            if (known == null) {
                throw new FrameException(
                        FarewellReason.NOT_AUTHENTICATED,
                        credential == null
                                ? "a credential must come first"
                                : "the credential is not good for sending usage");
            }
            intake.ofWriter(known);
            greeted = true;
        }
        if (credential != null) {
            inFlight.leave(enteredBytes);
            enteredBytes = NOT_ENTERED;
        }
        return credential != null;
    }

    private boolean isStranger() {
        return options.authority() != null && !greeted;
    }

    private static String message(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private void take(UnsafeBuffer payload) throws IOException, InterruptedException {
        while (!window.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
            checkGoingOn();
        }
        boolean taken = false;
        int bytes = enteredBytes;
        try {
            intake.take(payload, bytes);
            taken = true;
        } finally {
            if (taken) {
                enteredBytes = NOT_ENTERED;
            } else {
                window.release();
            }
        }
    }

    @Override
    public void waiting(boolean insideFrame, long sinceNanos) throws IOException {
        checkGoingOn();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
        // Whoever is not known has no time to be silent.
        if ((insideFrame || isStranger()) && millis >= options.frameTimeoutMillis()) {
            throw new FrameException(
                    FarewellReason.TOO_SLOW,
                    "a frame that has begun must arrive within "
                            + options.frameTimeoutMillis()
                            + " ms");
        }
        if (!insideFrame && millis >= options.idleTimeoutMillis() && isAllAnswered()) {
            throw new FrameException(
                    FarewellReason.IDLE,
                    "nothing was sent for " + options.idleTimeoutMillis() + " ms");
        }
    }

    private boolean isAllAnswered() {
        return window.availablePermits() == options.windowBatches();
    }

    @Override
    public void enter(int payloadLength) throws IOException {
        if (isStranger() && payloadLength > HelloReader.MOST_BYTES) {
            throw new FrameException(
                    FarewellReason.NOT_AUTHENTICATED, "a credential must come first");
        }
        try {
            while (!inFlight.tryEnter(payloadLength, TICK_MILLIS)) {
                checkGoingOn();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
        enteredBytes = payloadLength;
    }

    private void checkGoingOn() throws IOException {
        if (stopping) {
            throw new FrameException(FarewellReason.CLOSING, "the server stops");
        }
        if (isStuck()) {
            throw new IOException("answers are not read");
        }
    }

    /** Whatever happened: answers what was taken, frees what was entered, ends both threads. */
    private void end(Farewell farewell) {
        if (enteredBytes != NOT_ENTERED) {
            inFlight.leave(enteredBytes);
        }
        awaitAnswered();
        boolean _ = answers.offer(farewell);
        awaitWriter();
        linger();
        abort();
        onEnd.accept(this);
    }

    /** The ring answers or fails everything it took; the writer gives each its permit back. */
    private void awaitAnswered() {
        try {
            boolean all = false;
            while (!all) {
                all =
                        window.tryAcquire(
                                options.windowBatches(), TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (!all && isStuck()) {
                    abort();
                }
            }
        } catch (InterruptedException stopped) {
            abort();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStuck() {
        long since = writingSinceNanos;
        return since != NOT_WRITING
                && System.nanoTime() - since
                        >= TimeUnit.MILLISECONDS.toNanos(options.frameTimeoutMillis());
    }

    private void awaitWriter() {
        try {
            if (!writer.join(java.time.Duration.ofMillis(options.frameTimeoutMillis()))) {
                abort();
                writer.join();
            }
        } catch (InterruptedException stopped) {
            abort();
            Thread.currentThread().interrupt();
        }
    }

    /** Reads what is still coming, so that the farewell is not overtaken by a reset. */
    private void linger() {
        if (socket.isClosed()) {
            return;
        }
        try {
            socket.shutdownOutput();
            byte[] scrap = new byte[8 * 1024];
            InputStream in = socket.getInputStream();
            int left = LINGER_BYTES;
            while (left > 0) {
                int read = in.read(scrap);
                if (read < 0) {
                    return;
                }
                left -= read;
            }
        } catch (IOException goneOrSilent) {
            // Enough: what could be said was said.
        }
    }

    // ---- writer --------------------------------------------------------------------------------

    /** Called on a ring thread or the reader: the window keeps the queue from filling. */
    private void answer(IngestBatch batch) {
        if (!answers.offer(batch)) {
            throw new IllegalStateException("more answers than the window has room for");
        }
    }

    private void write() {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(GATHER_BYTES);
        boolean isOpen = true;
        try {
            OutputStream out = socket.getOutputStream();
            int length = greet(buffer);
            while (true) {
                isOpen = isOpen && send(out, buffer, length);
                Object next = answers.take();
                if (buffer.capacity() > KEPT_BYTES) {
                    buffer = new ExpandableArrayBuffer(GATHER_BYTES);
                }
                length = encode(buffer, 0, next);
                while (length < GATHER_BYTES && !(next instanceof Farewell)) {
                    Object more = answers.poll();
                    if (more == null) {
                        break;
                    }
                    next = more;
                    length += encode(buffer, length, next);
                }
                if (next instanceof Farewell) {
                    boolean _ = isOpen && send(out, buffer, length);
                    return;
                }
            }
        } catch (IOException | RuntimeException gone) {
            abort();
            drain();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private int greet(ExpandableArrayBuffer buffer) {
        byte[] preface = Wire.preface();
        buffer.putBytes(0, preface);
        return preface.length
                + encoder.welcome(
                        buffer,
                        preface.length,
                        options.windowBatches(),
                        UsageRule.MOST_RECORDS,
                        UsageRule.MOST_BYTES);
    }

    private int encode(ExpandableArrayBuffer buffer, int offset, Object answer) {
        return switch (answer) {
            case Farewell last ->
                    encoder.farewell(buffer, offset, last.reason(), last.batch(), last.detail());
            case IngestBatch batch -> {
                try {
                    yield encoder.outcome(buffer, offset, batch);
                } finally {
                    release(batch);
                }
            }
            default -> throw new IllegalStateException("not an answer: " + answer);
        };
    }

    private void release(IngestBatch batch) {
        inFlight.leave(batch.payloadBytes);
        window.release();
    }

    /** False when nobody reads any more. */
    private boolean send(OutputStream out, ExpandableArrayBuffer buffer, int length) {
        writingSinceNanos = System.nanoTime();
        try {
            out.write(buffer.byteArray(), 0, length);
            return true;
        } catch (IOException gone) {
            abort();
            return false;
        } finally {
            writingSinceNanos = NOT_WRITING;
        }
    }

    /** Nothing can be said any more: answers still have to be let go of. */
    private void drain() {
        try {
            @Nullable Object next = answers.take();
            while (next instanceof IngestBatch batch) {
                release(batch);
                next = answers.take();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
