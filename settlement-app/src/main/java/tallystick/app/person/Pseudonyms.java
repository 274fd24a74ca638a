package tallystick.app.person;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tallystick.app.security.LedgerPrincipal;

/**
 * The names under which those who act stand in events: {@code psn_} and the commitment to who they
 * are. The same actor has the same one until it is erased; from the pseudonym nobody comes back to
 * the actor but through the opening.
 */
public final class Pseudonyms {

    /** What every pseudonym begins with. */
    public static final String PREFIX = "psn_";

    /** What a key's label is committed to as, in its event. */
    private static final String LABEL = "sha256:";

    private static final String ACTOR = "actor";
    private static final Pattern PSEUDONYM = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    private final OpeningStore store;
    private final Map<String, String> byActor = new ConcurrentHashMap<>();
    private final Map<String, String> actors = new ConcurrentHashMap<>();

    Pseudonyms(OpeningStore store) {
        this.store = store;
        for (String person : store.persons()) {
            for (Opening opening : store.read(person)) {
                if (opening.field().equals(ACTOR)) {
                    byActor.put(opening.value(), person);
                    actors.put(person, opening.value());
                }
            }
        }
    }

    /**
     * Those of a node's directory.
     *
     * @throws java.io.UncheckedIOException when the store cannot be read
     */
    public static Pseudonyms in(Path data) {
        return new Pseudonyms(new OpeningStore(data));
    }

    /**
     * The pseudonym of an actor, made at first sight; then its opening is durable on return.
     *
     * @param actor such as {@code op-kr:alice}
     */
    public String of(String actor) {
        String known = byActor.get(actor);
        return known == null ? make(actor) : known;
    }

    private synchronized String make(String actor) {
        String known = byActor.get(actor);
        if (known != null) {
            return known;
        }
        Opening opening = Opening.fresh(ACTOR, actor);
        String person = PREFIX + opening.commitment().hex();
        store.add(person, List.of(opening));
        actors.put(person, actor);
        byActor.put(actor, person);
        return person;
    }

    /** The same principal under its pseudonym. */
    public LedgerPrincipal of(LedgerPrincipal principal) {
        return new LedgerPrincipal(
                of(principal.getName()),
                principal.binding(),
                principal.roles(),
                principal.key(),
                principal.certificate(),
                principal.expiresAtEpochMillis());
    }

    /** Whether a text is a pseudonym. */
    public static boolean isOne(String text) {
        return PSEUDONYM.matcher(text).matches();
    }

    /** The pseudonym of an actor, null when it has none. */
    public @Nullable String find(String actor) {
        return byActor.get(actor);
    }

    /** A text with the pseudonym in it replaced by who that is; as it is where nobody knows. */
    public String reveal(String text) {
        Matcher found = PSEUDONYM.matcher(text);
        if (!found.find()) {
            return text;
        }
        String actor = actors.get(found.group());
        return actor == null ? text : actor;
    }

    /** The subject alone of a pseudonym; the text itself where nobody knows. */
    public String revealSubject(String text) {
        String actor = actors.get(text);
        return actor == null
                ? text
                : actor.substring(actor.lastIndexOf(':') + 1)
                        .replace("%3A", ":")
                        .replace("%25", "%");
    }

    /**
     * Keeps a text about a person, and gives what stands for it in events.
     *
     * @param text empty stays empty
     */
    public String commit(String person, String field, String text) {
        if (text.isEmpty()) {
            return text;
        }
        Opening opening = Opening.fresh(field, text);
        store.add(person, List.of(opening));
        return LABEL + opening.commitment().hex();
    }

    /** The text that was kept of a person, or what stands for it where it was erased. */
    public String open(String person, String committed) {
        if (!committed.startsWith(LABEL)) {
            return committed;
        }
        String hex = committed.substring(LABEL.length());
        for (Opening opening : store.read(person)) {
            if (opening.commitment().hex().equals(hex)) {
                return opening.value();
            }
        }
        return committed;
    }

    /**
     * A fingerprint that nobody can guess back from, while the person's openings are there: a bare
     * one of a short text would be as good as the text.
     */
    public long blind(String person, long fingerprint) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Opening opening : store.read(person)) {
                if (opening.field().equals(ACTOR)) {
                    sha.update(opening.salt());
                    sha.update("fingerprint".getBytes(StandardCharsets.US_ASCII));
                    return ByteBuffer.wrap(
                                    sha.digest(
                                            ByteBuffer.allocate(Long.BYTES)
                                                    .putLong(fingerprint)
                                                    .array()))
                            .getLong();
                }
            }
            return fingerprint;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Forgets an actor; who comes again as the same has another pseudonym. */
    synchronized void forget(String person) {
        String actor = actors.remove(person);
        if (actor != null) {
            byActor.remove(actor);
        }
    }

    /** Who a pseudonym is, null where nobody knows. */
    @Nullable String actor(String person) {
        return actors.get(person);
    }

    OpeningStore store() {
        return store;
    }
}
