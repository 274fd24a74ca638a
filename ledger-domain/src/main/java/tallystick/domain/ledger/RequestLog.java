package tallystick.domain.ledger;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.LedgerEvent.RequestAnswered;

/** How every keyed request was answered: kept for ever, failures included. */
final class RequestLog {

    /**
     * An answer given.
     *
     * @param fingerprint of the request's body
     * @param answer as it is given again
     */
    record Entry(long fingerprint, Answer answer) {}

    private record Key(String actor, String key) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byActor = actor.compareTo(other.actor);
            return byActor != 0 ? byActor : key.compareTo(other.key);
        }
    }

    private final SortedMap<Key, Entry> entries = new TreeMap<>();

    @Nullable Entry find(String actor, String key) {
        return entries.get(new Key(actor, key));
    }

    void add(RequestAnswered event, long position) {
        Answer again = new Answer(position, event.resource(), event.refusal(), true);
        entries.put(new Key(event.actor(), event.key()), new Entry(event.fingerprint(), again));
    }

    void digestInto(StateDigest digest) {
        digest.number(entries.size());
        entries.forEach((key, entry) -> digest.text(key.toString()).text(entry.toString()));
    }

    void saveInto(StateWriter out) {
        out.section("requests").number(entries.size());
        entries.forEach(
                (key, entry) -> {
                    out.text(key.actor()).text(key.key()).number(entry.fingerprint());
                    out.number(entry.answer().position()).text(entry.answer().resource());
                    SavedTerms.write(out, entry.answer().refusal());
                });
    }

    void load(StateReader in) {
        in.section("requests");
        for (int left = in.count(); left > 0; left--) {
            Key key = new Key(in.text(), in.text());
            long fingerprint = in.number();
            Answer again = new Answer(in.number(), in.text(), SavedTerms.refusal(in), true);
            entries.put(key, new Entry(fingerprint, again));
        }
    }
}
