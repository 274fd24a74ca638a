package tallystick.app.evidence;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of one day, open for writing. Any number of threads; one of them forces for all. */
final class EvidenceDay {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceDay.class);
    private static final String OBJECTS = "objects";

    private final LocalDate day;
    private final MVStore store;
    private final MVMap<String, byte[]> objects;

    /** How often something was put. */
    private final AtomicLong puts = new AtomicLong();

    private final Object forcing = new Object();

    /** How many puts are on disk. Guarded by {@link #forcing}. */
    private long forced;

    private volatile boolean isOver;

    EvidenceDay(LocalDate day, Path file) {
        this.day = day;
        store =
                new MVStore.Builder()
                        .fileName(file.toString())
                        .compressHigh()
                        .autoCommitDisabled()
                        .open();
        objects = store.openMap(OBJECTS);
    }

    /** Whether it is that day's and can be written to. */
    boolean isOf(LocalDate wanted) {
        return day.equals(wanted) && !isOver;
    }

    /** Returns what {@link #force} is to be asked for. */
    long put(Map<String, byte[]> named) {
        try {
            named.forEach(objects::putIfAbsent);
        } catch (RuntimeException failure) {
            throw failed(failure);
        }
        return puts.incrementAndGet();
    }

    /**
     * Returns when so many puts are on disk.
     *
     * @throws EvidenceStoreException when they are not
     */
    void force(long wanted) {
        synchronized (forcing) {
            if (forced >= wanted) {
                return;
            }
            if (isOver) {
                throw new EvidenceStoreException("evidence was not kept", null);
            }
            long all = puts.get();
            try {
                store.commit();
                store.sync();
            } catch (RuntimeException failure) {
                throw failed(failure);
            }
            forced = all;
        }
    }

    private EvidenceStoreException failed(RuntimeException failure) {
        if (!isOver) {
            isOver = true;
            LOG.warn("evidence was not kept", failure);
            store.closeImmediately();
        }
        return new EvidenceStoreException("evidence was not kept", failure);
    }

    byte @Nullable [] find(String name) {
        return objects.get(name);
    }

    /** From a file that nobody writes. */
    static byte @Nullable [] findClosed(Path file, String name) {
        try (MVStore old = new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
            return old.hasMap(OBJECTS) ? old.<String, byte[]>openMap(OBJECTS).get(name) : null;
        }
    }

    /** Whatever was put is on disk after it. */
    void close() {
        synchronized (forcing) {
            if (isOver) {
                return;
            }
            isOver = true;
            store.close();
            forced = puts.get();
        }
    }
}
