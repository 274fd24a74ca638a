package tallystick.engine;

import org.jspecify.annotations.Nullable;

/**
 * A live reader of decoded entries; one thread. Usage records come with all facts, names and
 * outcomes; their 128-bit identity is not kept in the journal and is 0 here, {@link
 * tallystick.domain.usage.UsageIdentity#identify} computes it.
 */
public interface EventTail extends AutoCloseable {

    /**
     * The next entry, or null when no further one is forced yet; later calls may find one.
     *
     * @throws RuntimeException when the bytes are damaged
     */
    @Nullable JournalEntry poll();

    /** Waits until {@link #poll} has something to give: true, or false after the timeout. */
    boolean await(long timeoutMillis) throws InterruptedException;

    @Override
    void close();
}
