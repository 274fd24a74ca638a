package tallystick.engine.audit;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import tallystick.domain.ledger.Names;
import tallystick.domain.usage.UsageIdentity;
import tallystick.engine.codec.EventDecoder;

/**
 * Reads, decodes and hashes entries on a thread of its own, a few tiles ahead of the one that
 * decides. What needs no ledger is done here: that is half of the work.
 */
final class EntryPreparation implements AutoCloseable {

    private static final int BATCHES = 8;
    private static final long LOOK_MILLIS = 20;

    private final BlockingQueue<EntryBatch> free = new ArrayBlockingQueue<>(BATCHES);
    private final BlockingQueue<EntryBatch> ready = new ArrayBlockingQueue<>(BATCHES);
    private final BundleTree content;
    private final EventDecoder decoder;
    private final UsageIdentity identity = new UsageIdentity();
    private final UnsafeBuffer leaf = new UnsafeBuffer(0, 0);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Begins.
     *
     * @param names of the ledger that the entries are applied to
     */
    EntryPreparation(BundleTree content, Names names) {
        this.content = content;
        decoder = new EventDecoder(names);
        for (int i = 0; i < BATCHES; i++) {
            free.add(new EntryBatch());
        }
        thread = Thread.ofPlatform().name("tallystick-prepare").daemon().start(this::prepareAll);
    }

    private void prepareAll() {
        try {
            for (long index = content.firstBundle(); index < content.endBundle(); index++) {
                EntryBatch batch = free.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                while (batch == null && !closed) {
                    batch = free.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                }
                if (batch == null || closed) {
                    return;
                }
                batch.begin(content.firstOf(index));
                try {
                    content.fill(index, batch, this::add);
                } catch (RuntimeException unreadable) {
                    batch.fail(unreadable);
                    ready.put(batch);
                    return;
                }
                ready.put(batch);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(EntryBatch batch, byte[] bytes, int offset, int length) {
        batch.add(bytes, offset, length, decoder, identity, leaf);
    }

    /** The next batch, waited for. */
    EntryBatch take() {
        try {
            return ready.take();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while verifying", stopped);
        }
    }

    /** Gives a batch back when it has been applied. */
    void release(EntryBatch batch) {
        free.add(batch);
    }

    /**
     * Stops; the archive is read no more when this returns. Never by an interrupt: that closes the
     * file under whoever else reads it.
     */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
