package tallystick.app.person;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tallystick.app.journal.EventLog;
import tallystick.app.person.event.ErasureRefused;
import tallystick.app.person.event.LegalHoldLiftProposed;
import tallystick.app.person.event.LegalHoldLifted;
import tallystick.app.person.event.LegalHoldSet;
import tallystick.app.person.event.PersonEvent;
import tallystick.app.person.event.PersonalDataCommitted;
import tallystick.app.person.event.PersonalDataErased;
import tallystick.engine.LedgerEngine;

/**
 * Whose personal data is kept, what was erased and what must not be. The event comes first and the
 * deletion after it: a node that dies in between deletes when it starts again. One writer at a
 * time.
 */
public final class PersonBook {

    /** What the id of a registered person begins with. */
    public static final String PREFIX = "per_";

    private static final int ID_BYTES = 16;
    private static final String FEDERATION = "*";

    private final EventLog<PersonEvent> journal;
    private final Pseudonyms pseudonyms;
    private final OpeningStore store;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, PersonalDataCommitted> committed = new HashMap<>();
    private final Map<String, Long> erased = new HashMap<>();
    private final Map<String, SortedMap<String, Hold>> holds = new HashMap<>();
    private final Map<String, EventLog.Placed<PersonEvent>> asked = new HashMap<>();

    /** What came of it. */
    public enum Outcome {
        DONE,
        /** It had been done under the same key before. */
        REPLAYED,
        /** The key was used for something else. */
        KEY_REUSED,
        /** A legal hold forbids it; that is in the journal. */
        UNDER_HOLD,
        /** There is no such hold, or nobody proposed to lift it. */
        NOTHING_THERE,
        SAME_PERSON
    }

    /**
     * An answer.
     *
     * @param position of the event, -1 when there is none
     */
    public record Done(Outcome outcome, String person, long position) {}

    /**
     * Who asks.
     *
     * @param by under a pseudonym
     * @param idempotencyKey null for none
     * @param atEpochMillis when
     */
    public record Asked(String by, @Nullable String idempotencyKey, long atEpochMillis) {}

    private record Hold(@Nullable String proposedBy) {}

    private PersonBook(LedgerEngine engine, Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
        store = pseudonyms.store();
        journal =
                new EventLog<>(
                        engine,
                        "persons",
                        "Persons",
                        List.of(
                                PersonalDataCommitted.class,
                                PersonalDataErased.class,
                                ErasureRefused.class,
                                LegalHoldSet.class,
                                LegalHoldLiftProposed.class,
                                LegalHoldLifted.class));
    }

    /** What the journal says; deletes what was to be deleted when the node died. */
    public static PersonBook of(LedgerEngine engine, Pseudonyms pseudonyms) {
        PersonBook book = new PersonBook(engine, pseudonyms);
        book.journal.read().forEach(book::apply);
        book.erased.keySet().forEach(book::delete);
        // What was kept for an event that never came.
        for (String person : book.store.persons()) {
            if (person.startsWith(PREFIX) && !book.committed.containsKey(person)) {
                book.delete(person);
            }
        }
        return book;
    }

    private void delete(String person) {
        store.delete(person);
        pseudonyms.forget(person);
    }

    private void apply(EventLog.Placed<PersonEvent> placed) {
        PersonEvent event = placed.event();
        if (event.idempotencyKey() != null) {
            asked.put(key(event.by(), event.idempotencyKey()), placed);
        }
        switch (event) {
            case PersonalDataCommitted e -> committed.put(e.person(), e);
            case PersonalDataErased e -> erased.put(e.person(), placed.position());
            case LegalHoldSet e -> holdsOf(e.person()).put(e.matter(), new Hold(null));
            case LegalHoldLiftProposed e -> holdsOf(e.person()).put(e.matter(), new Hold(e.by()));
            case LegalHoldLifted e -> holdsOf(e.person()).remove(e.matter());
            case ErasureRefused _ -> {}
        }
    }

    private SortedMap<String, Hold> holdsOf(String person) {
        return holds.computeIfAbsent(person, _ -> new TreeMap<>());
    }

    private static String key(String by, @Nullable String idempotencyKey) {
        return by + "\n" + idempotencyKey;
    }

    private long append(PersonEvent event)
            throws ExecutionException, InterruptedException, TimeoutException {
        EventLog.Placed<PersonEvent> placed =
                journal.append(event, event.by(), event.atEpochMillis());
        apply(placed);
        return placed.position();
    }

    // ---- asked

    /** Whether somebody is known, erased or not. */
    public synchronized boolean isKnown(String person) {
        return committed.containsKey(person) || erased.containsKey(person) || store.has(person);
    }

    /** Whether somebody's data was erased. */
    public synchronized boolean isErased(String person) {
        return erased.containsKey(person);
    }

    /** Whose customer or employee it is, {@code *} for the federation's or nobody's. */
    public synchronized String operatorOf(String person) {
        PersonalDataCommitted known = committed.get(person);
        if (known != null) {
            return known.operator();
        }
        String actor = pseudonyms.actor(person);
        int colon = actor == null ? -1 : actor.indexOf(':');
        return actor == null || colon <= 0 ? FEDERATION : actor.substring(0, colon);
    }

    /** What is kept of somebody, nothing when it was erased. */
    public List<Opening> openings(String person) {
        return store.read(person);
    }

    /** The commitments of somebody by field, none of an actor. */
    public synchronized Map<String, String> commitments(String person) {
        PersonalDataCommitted known = committed.get(person);
        return known == null ? Map.of() : known.commitments();
    }

    /** The cases that forbid to erase somebody. */
    public synchronized List<String> matters(String person) {
        SortedMap<String, Hold> there = holds.get(person);
        return there == null ? List.of() : List.copyOf(there.keySet());
    }

    // ---- done

    /** What was done under the same key, null when it is a new one. */
    private @Nullable Done earlier(Asked who, Class<? extends PersonEvent> type, String person) {
        EventLog.Placed<PersonEvent> before =
                who.idempotencyKey() == null
                        ? null
                        : asked.get(key(who.by(), who.idempotencyKey()));
        if (before == null) {
            return null;
        }
        PersonEvent event = before.event();
        boolean isRefusal = event instanceof ErasureRefused && type == PersonalDataErased.class;
        if (!event.person().equals(person) || !(isRefusal || type.isInstance(event))) {
            return new Done(Outcome.KEY_REUSED, person, -1);
        }
        return new Done(
                isRefusal ? Outcome.UNDER_HOLD : Outcome.REPLAYED, person, before.position());
    }

    /**
     * Keeps somebody's data. The openings are on disk before the event is.
     *
     * @param operator whose, {@code *} for the federation's
     */
    public synchronized Done commit(String operator, SortedMap<String, String> fields, Asked who)
            throws ExecutionException, InterruptedException, TimeoutException {
        EventLog.Placed<PersonEvent> before =
                who.idempotencyKey() == null
                        ? null
                        : asked.get(key(who.by(), who.idempotencyKey()));
        if (before != null) {
            String person = before.event().person();
            boolean isSame =
                    before.event() instanceof PersonalDataCommitted e
                            && e.operator().equals(operator)
                            && fields.equals(values(person));
            return new Done(
                    isSame ? Outcome.REPLAYED : Outcome.KEY_REUSED, person, before.position());
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String person = PREFIX + HexFormat.of().formatHex(id);
        List<Opening> openings = new ArrayList<>();
        Map<String, String> commitments = new TreeMap<>();
        fields.forEach(
                (field, value) -> {
                    Opening opening = Opening.fresh(field, value);
                    openings.add(opening);
                    commitments.put(field, opening.commitment().hex());
                });
        store.add(person, openings);
        long position =
                append(
                        new PersonalDataCommitted(
                                person,
                                operator,
                                commitments,
                                who.by(),
                                who.atEpochMillis(),
                                who.idempotencyKey()));
        return new Done(Outcome.DONE, person, position);
    }

    private SortedMap<String, String> values(String person) {
        SortedMap<String, String> values = new TreeMap<>();
        store.read(person).forEach(opening -> values.put(opening.field(), opening.value()));
        return values;
    }

    /** Deletes openings, salts and key, unless a legal hold forbids it; either is journaled. */
    public synchronized Done erase(String person, Asked who)
            throws ExecutionException, InterruptedException, TimeoutException {
        Done before = earlier(who, PersonalDataErased.class, person);
        if (before != null) {
            return before;
        }
        Long gone = erased.get(person);
        if (gone != null) {
            return new Done(Outcome.DONE, person, gone);
        }
        List<String> matters = matters(person);
        if (!matters.isEmpty()) {
            long position =
                    append(
                            new ErasureRefused(
                                    person,
                                    matters.getFirst(),
                                    who.by(),
                                    who.atEpochMillis(),
                                    who.idempotencyKey()));
            return new Done(Outcome.UNDER_HOLD, person, position);
        }
        long position =
                append(
                        new PersonalDataErased(
                                person, who.by(), who.atEpochMillis(), who.idempotencyKey()));
        delete(person);
        return new Done(Outcome.DONE, person, position);
    }

    /** Forbids erasure from here on. */
    public synchronized Done hold(String person, String matter, Asked who)
            throws ExecutionException, InterruptedException, TimeoutException {
        Done before = earlier(who, LegalHoldSet.class, person);
        if (before != null) {
            return before;
        }
        return done(
                person,
                new LegalHoldSet(
                        person, matter, who.by(), who.atEpochMillis(), who.idempotencyKey()));
    }

    /** The first of two persons who end a hold. */
    public synchronized Done proposeLift(String person, String matter, Asked who)
            throws ExecutionException, InterruptedException, TimeoutException {
        Done before = earlier(who, LegalHoldLiftProposed.class, person);
        if (before != null) {
            return before;
        }
        if (!holdsOf(person).containsKey(matter)) {
            return new Done(Outcome.NOTHING_THERE, person, -1);
        }
        return done(
                person,
                new LegalHoldLiftProposed(
                        person, matter, who.by(), who.atEpochMillis(), who.idempotencyKey()));
    }

    /** The second person, who is another. */
    public synchronized Done lift(String person, String matter, Asked who)
            throws ExecutionException, InterruptedException, TimeoutException {
        Done before = earlier(who, LegalHoldLifted.class, person);
        if (before != null) {
            return before;
        }
        Hold hold = holdsOf(person).get(matter);
        String first = hold == null ? null : hold.proposedBy();
        if (first == null) {
            return new Done(Outcome.NOTHING_THERE, person, -1);
        }
        if (first.equals(who.by())) {
            return new Done(Outcome.SAME_PERSON, person, -1);
        }
        return done(
                person,
                new LegalHoldLifted(
                        person,
                        matter,
                        first,
                        who.by(),
                        who.atEpochMillis(),
                        who.idempotencyKey()));
    }

    private Done done(String person, PersonEvent event)
            throws ExecutionException, InterruptedException, TimeoutException {
        return new Done(Outcome.DONE, person, append(event));
    }
}
