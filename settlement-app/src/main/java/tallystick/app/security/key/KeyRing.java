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
import tallystick.app.person.Pseudonyms;
import tallystick.engine.LedgerEngine;

/**
 * Every key there is, in memory, from the journal. Checking one is a look-up and a SHA-256; nothing
 * is read from disk.
 */
public final class KeyRing {

    private static final String NOBODYS_HASH = KeyText.hash("");

    private final EventLog<ApiKeyEvent> journal;
    private final Map<String, ApiKey> keys = new ConcurrentSkipListMap<>();

    private final Pseudonyms pseudonyms;

    private KeyRing(Pseudonyms pseudonyms, EventLog<ApiKeyEvent> journal) {
        this.pseudonyms = pseudonyms;
        this.journal = journal;
    }

    /**
     * The keys in an engine's journal.
     *
     * @param pseudonyms under which those stand there whom keys are for
     */
    public static KeyRing of(LedgerEngine engine, Pseudonyms pseudonyms) {
        KeyRing ring =
                new KeyRing(
                        pseudonyms,
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
        return apply(append(withoutNames(created)));
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

    /** As it stands in the journal: whom it is for under a pseudonym, its label as commitment. */
    private ApiKeyCreated withoutNames(ApiKeyCreated told) {
        boolean isNamed =
                !told.subject().equals(told.key()) && !told.subject().equals(BootstrapKey.NAME);
        String subject =
                isNamed
                        ? pseudonyms.of(new ApiKey(told, null, 0).principal().getName())
                        : told.subject();
        return told.withSubject(
                subject,
                pseudonyms.commit(personOf(told.key(), subject), "label", told.label()),
                pseudonyms.blind(subject, told.fingerprint()));
    }

    private static String personOf(String key, String subject) {
        return Pseudonyms.isOne(subject) ? subject : "key_" + key;
    }

    /** Whether a key was asked for in the same way as another request asks now. */
    public boolean isSame(ApiKey earlier, ApiKeyCreated asked) {
        long blinded = pseudonyms.blind(earlier.created().subject(), asked.fingerprint());
        return earlier.created().fingerprint() == blinded;
    }

    /** Whom a key is for, in plain text while that is known. */
    public String subjectOf(ApiKey key) {
        return pseudonyms.revealSubject(key.created().subject());
    }

    /** A key's label, in plain text while it is kept. */
    public String labelOf(ApiKey key) {
        ApiKeyCreated created = key.created();
        return pseudonyms.open(personOf(created.key(), created.subject()), created.label());
    }

    /** Who made a key or took it back, in plain text while that is known. */
    public String nameOf(String actor) {
        return pseudonyms.reveal(actor);
    }

    private EventLog.Placed<ApiKeyEvent> append(ApiKeyEvent event)
            throws ExecutionException, InterruptedException, TimeoutException {
        return journal.append(event, event.by(), event.atEpochMillis());
    }
}
