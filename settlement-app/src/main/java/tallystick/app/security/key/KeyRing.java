package tallystick.app.security.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tallystick.app.journal.EventLog;
import tallystick.engine.LedgerEngine;

/**
 * Every key there is, in memory, from the journal. Checking one is a look-up and a SHA-256; nothing
 * is read from disk.
 */
public final class KeyRing {

    private static final String NOBODYS_HASH = KeyText.hash("");

    private final EventLog<ApiKeyEvent> journal;
    private final Map<String, ApiKey> keys = new ConcurrentSkipListMap<>();

    private KeyRing(EventLog<ApiKeyEvent> journal) {
        this.journal = journal;
    }

    /** The keys in an engine's journal. */
    public static KeyRing of(LedgerEngine engine) {
        KeyRing ring =
                new KeyRing(
                        new EventLog<>(
                                engine,
                                "api-keys",
                                "ApiKeys",
                                List.of(ApiKeyCreated.class, ApiKeyRevoked.class)));
        ring.journal.read().forEach(ring::apply);
        return ring;
    }

    private ApiKey apply(EventLog.Placed<ApiKeyEvent> placed) {
        ApiKey key =
                switch (placed.event()) {
                    case ApiKeyCreated created -> new ApiKey(created, null, placed.position());
                    case ApiKeyRevoked revoked -> {
                        ApiKey old = keys.get(revoked.key());
                        if (old == null) {
                            throw new IllegalStateException("no such key: " + revoked.key());
                        }
                        yield new ApiKey(old.created(), revoked, placed.position());
                    }
                };
        keys.put(key.created().key(), key);
        return key;
    }

    /** Whether there ever was a key. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Every key, good or not, in order of id. */
    public Collection<ApiKey> all() {
        return keys.values();
    }

    /** The key of an id, null when there is none. */
    public @Nullable ApiKey find(String id) {
        return keys.get(id);
    }

    /** The key that a text is, null when it is none that is good now. */
    public @Nullable ApiKey open(String text) {
        String id = KeyText.idOf(text);
        ApiKey found = id == null ? null : keys.get(id);
        String wanted = found == null ? NOBODYS_HASH : found.created().hash();
        // The same work whether there is such a key or not.
        boolean isSame =
                MessageDigest.isEqual(
                        wanted.getBytes(StandardCharsets.US_ASCII),
                        KeyText.hash(text).getBytes(StandardCharsets.US_ASCII));
        return found != null && isSame && found.isGoodAt(System.currentTimeMillis()) ? found : null;
    }

    /** The key that was made under somebody's idempotency key, null when none was. */
    private @Nullable ApiKey madeUnder(String by, String idempotencyKey) {
        return keys.values().stream()
                .filter(key -> idempotencyKey.equals(key.created().idempotencyKey()))
                .filter(key -> key.created().by().equals(by))
                .findFirst()
                .orElse(null);
    }

    /**
     * Adds a key, or finds the one that the same caller added under the same idempotency key; when
     * this returns, it is on disk. However many ask at once, one of them adds it.
     *
     * @throws IllegalArgumentException when there is one of that id
     */
    public synchronized ApiKey create(ApiKeyCreated created)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (keys.containsKey(created.key())) {
            throw new IllegalArgumentException("there is a key " + created.key());
        }
        String idempotencyKey = created.idempotencyKey();
        ApiKey earlier = idempotencyKey == null ? null : madeUnder(created.by(), idempotencyKey);
        if (earlier != null) {
            return earlier;
        }
        return apply(append(created));
    }

    /**
     * Takes a key back; once is enough.
     *
     * @throws IllegalArgumentException when there is none of that id
     */
    public synchronized ApiKey revoke(ApiKeyRevoked revoked)
            throws ExecutionException, InterruptedException, TimeoutException {
        ApiKey old = keys.get(revoked.key());
        if (old == null) {
            throw new IllegalArgumentException("there is no key " + revoked.key());
        }
        return old.revoked() != null ? old : apply(append(revoked));
    }

    private EventLog.Placed<ApiKeyEvent> append(ApiKeyEvent event)
            throws ExecutionException, InterruptedException, TimeoutException {
        return journal.append(event, event.by(), event.atEpochMillis());
    }
}
