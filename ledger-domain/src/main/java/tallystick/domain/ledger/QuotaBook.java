package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.quota.QuotaUse;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;

/**
 * Quotas by scope and subject. Usage counts when it is recorded, whatever the mode; holds count
 * what they may still use.
 */
final class QuotaBook {

    /** Most quotas a ledger takes. */
    static final int MAX_QUOTAS = 1 << 20;

    private static final QuotaScope[] SCOPES = QuotaScope.values();

    private final Names names;
    private final SortedMap<String, Quota> byName = new TreeMap<>();
    private final Map<Key, List<Quota>> bySubject = new HashMap<>();

    private record Key(QuotaScope scope, String subject) {}

    QuotaBook(Names names) {
        this.names = names;
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    int size() {
        return byName.size();
    }

    @Nullable Quota find(String name) {
        return byName.get(name);
    }

    /** Adds or replaces a quota; what counts the same keeps its count. */
    void set(QuotaTerms terms, Iterable<Hold> openHolds) {
        Quota old = byName.get(terms.quota());
        if (old != null && old.countsLike(terms)) {
            old.replaceTerms(terms);
            return;
        }
        remove(terms.quota());
        Quota quota = new Quota(terms);
        byName.put(terms.quota(), quota);
        bySubject
                .computeIfAbsent(new Key(terms.scope(), terms.subject()), _ -> new ArrayList<>())
                .add(quota);
        for (Hold hold : openHolds) {
            if (terms.subject().equals(hold.subject.in(terms.scope()))) {
                quota.setAside(outstanding(hold).countedBy(terms));
            }
        }
    }

    void remove(String name) {
        Quota old = byName.remove(name);
        if (old != null) {
            Key key = new Key(old.terms().scope(), old.terms().subject());
            bySubject.computeIfPresent(key, (_, quotas) -> without(quotas, old));
        }
    }

    /** The others, null when there are none. */
    private static @Nullable List<Quota> without(List<Quota> quotas, Quota removed) {
        quotas.remove(removed);
        return quotas.isEmpty() ? null : quotas;
    }

    private List<Quota> matching(QuotaSubject subject) {
        List<Quota> result = new ArrayList<>();
        for (QuotaScope scope : SCOPES) {
            String name = subject.in(scope);
            if (name != null) {
                result.addAll(bySubject.getOrDefault(new Key(scope, name), List.of()));
            }
        }
        return result;
    }

    /** How far the quotas of a subject are used. */
    List<QuotaUse> uses(QuotaSubject subject, long nowEpochNanos) {
        return matching(subject).stream().map(quota -> quota.use(nowEpochNanos)).toList();
    }

    /** The first quota of a mode that has no room for the demand, null when all have. */
    @Nullable Quota withoutRoom(
            QuotaMode mode, QuotaSubject subject, QuotaDemand demand, long nowEpochNanos) {
        List<Quota> found = allWithoutRoom(mode, subject, demand, nowEpochNanos);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The quotas of a mode that have no room for the demand. */
    List<Quota> allWithoutRoom(
            QuotaMode mode, QuotaSubject subject, QuotaDemand demand, long nowEpochNanos) {
        List<Quota> found = new ArrayList<>();
        if (isEmpty()) {
            return found;
        }
        for (Quota quota : matching(subject)) {
            Pico counted = demand.countedBy(quota.terms());
            if (quota.terms().mode() == mode
                    && counted.signum() > 0
                    && !quota.hasRoomFor(counted, nowEpochNanos)) {
                found.add(quota);
            }
        }
        return found;
    }

    /** Whether a rated record takes a quota that is not a shadow beyond its limit and burst. */
    boolean isExceededBy(UsageRecord usage, @Nullable Hold hold, long nowEpochNanos) {
        QuotaSubject subject = subject(usage);
        QuotaDemand demand = demand(usage);
        return (hold == null || usage.overrun)
                && (withoutRoom(QuotaMode.HARD, subject, demand, nowEpochNanos) != null
                        || withoutRoom(QuotaMode.SOFT, subject, demand, nowEpochNanos) != null);
    }

    /** Counts an accepted record. */
    void count(UsageRecord usage) {
        QuotaDemand demand = demand(usage);
        for (Quota quota : matching(subject(usage))) {
            quota.consume(demand.countedBy(quota.terms()), usage.recordedEpochNanos);
        }
    }

    /** Counts a hold's request. */
    void countRequest(Hold hold, long nowEpochNanos) {
        QuotaDemand request = new QuotaDemand(new long[TokenClass.COUNT], false, 1, Pico.ZERO, "");
        for (Quota quota : matching(hold.subject)) {
            quota.consume(request.countedBy(quota.terms()), nowEpochNanos);
        }
    }

    /** Sets what a hold may still use aside, or gives it back. */
    void setAside(Hold hold, boolean isGivenBack) {
        if (isEmpty()) {
            return;
        }
        QuotaDemand demand = outstanding(hold);
        for (Quota quota : matching(hold.subject)) {
            Pico counted = demand.countedBy(quota.terms());
            quota.setAside(isGivenBack ? counted.negate() : counted);
        }
    }

    /** What a hold may still use; its request was counted when it opened. */
    QuotaDemand outstanding(Hold hold) {
        long[] tokens = new long[TokenClass.COUNT];
        if (hold.isOpen()) {
            for (int i = 0; i <= TokenClass.INPUT_IMAGE.ordinal(); i++) {
                tokens[i] = hold.outstandingInput(i);
            }
            tokens[TokenClass.OUTPUT_TEXT.ordinal()] = hold.outstandingOutput();
        }
        return new QuotaDemand(tokens, true, 0, hold.setAside(), assetOf(hold.retail.assetRef()));
    }

    private String assetOf(int assetRef) {
        return names.assets.nameOf(assetRef);
    }

    private QuotaSubject subject(UsageRecord usage) {
        return new QuotaSubject(
                usage.homeOperator,
                usage.tenant,
                usage.wallet,
                usage.apiKey,
                usage.model,
                Jurisdiction.unpack(usage.jurisdiction));
    }

    private QuotaDemand demand(UsageRecord usage) {
        long[] tokens = new long[TokenClass.COUNT];
        for (int i = 0; i < TokenClass.COUNT; i++) {
            tokens[i] = usage.billed(i);
        }
        boolean isRequest = usage.kind == UsageKind.RECORDED && usage.billed == null;
        String asset =
                usage.retailVersionRef == UsageRecord.NO_REF
                        ? ""
                        : names.tariffVersionAssets.nameOf(usage.retailVersionRef);
        return new QuotaDemand(tokens, false, isRequest ? 1 : 0, usage.retail(), asset);
    }

    void digestInto(StateDigest digest) {
        digest.number(byName.size());
        byName.values().forEach(quota -> quota.digestInto(digest));
    }

    /** The quotas, and for each subject their order: the first one without room is told. */
    void saveInto(StateWriter out) {
        out.section("quotas").number(byName.size());
        byName.values().forEach(quota -> quota.saveInto(out));
        out.number(bySubject.size());
        bySubject.entrySet().stream()
                .sorted(
                        Comparator.comparing((Map.Entry<Key, List<Quota>> e) -> e.getKey().scope())
                                .thenComparing(e -> e.getKey().subject()))
                .forEach(e -> out.texts(names(e.getValue())));
    }

    private static List<String> names(List<Quota> quotas) {
        return quotas.stream().map(quota -> quota.terms().quota()).toList();
    }

    void load(StateReader in) {
        in.section("quotas");
        for (Quota quota : in.list(() -> Quota.load(in))) {
            byName.put(quota.terms().quota(), quota);
        }
        for (int left = in.count(); left > 0; left--) {
            List<Quota> ordered = new ArrayList<>();
            for (String name : in.texts()) {
                ordered.add(byName.get(name));
            }
            QuotaTerms terms = ordered.getFirst().terms();
            bySubject.put(new Key(terms.scope(), terms.subject()), ordered);
        }
    }
}
