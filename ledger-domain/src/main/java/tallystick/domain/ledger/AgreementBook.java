package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.AgreementTerms;

/** Every version of every agreement, found by its pair of operators. */
final class AgreementBook {

    /**
     * A version ready for use.
     *
     * @param tariffRef dense number of its inter-operator tariff
     * @param settlementModelRef dense number of its settlement model
     */
    record Version(AgreementTerms terms, int tariffRef, int settlementModelRef) {}

    private final Names names;
    private final LongIntMap byPair = new LongIntMap();
    private final List<List<Version>> versions = new ArrayList<>();
    private int count;

    AgreementBook(Names names) {
        this.names = names;
    }

    void conclude(AgreementTerms terms) {
        names.agreements.intern(terms.agreement());
        long pair =
                pair(
                        names.operators.refOf(terms.homeOperator()),
                        names.operators.refOf(terms.servingOperator()));
        int index = byPair.get(pair);
        if (index == LongIntMap.ABSENT) {
            index = versions.size();
            versions.add(new ArrayList<>());
            byPair.put(pair, index);
        }
        Version version =
                new Version(
                        terms,
                        names.tariffs.refOf(terms.interOperatorTariff()),
                        names.settlementModels.intern(terms.settlementModel()));
        List<Version> ordered = versions.get(index);
        int at = ordered.size();
        while (at > 0
                && ordered.get(at - 1).terms().effectiveFromEpochNanos()
                        > terms.effectiveFromEpochNanos()) {
            at--;
        }
        ordered.add(at, version);
        count++;
    }

    /** The version in force between home and serving operator, null when none is. */
    @Nullable Version inForce(int homeRef, int servingRef, long atEpochNanos) {
        int index = byPair.get(pair(homeRef, servingRef));
        if (index == LongIntMap.ABSENT) {
            return null;
        }
        List<Version> ordered = versions.get(index);
        for (int i = ordered.size() - 1; i >= 0; i--) {
            Version version = ordered.get(i);
            if (version.terms().effectiveFromEpochNanos() <= atEpochNanos) {
                return version;
            }
        }
        return null;
    }

    /** Of every pair the version in force, in order of the first agreements. */
    List<Version> inForce(long atEpochNanos) {
        List<Version> found = new ArrayList<>();
        for (List<Version> ordered : versions) {
            ordered.stream()
                    .filter(v -> v.terms().effectiveFromEpochNanos() <= atEpochNanos)
                    .reduce((_, later) -> later)
                    .ifPresent(found::add);
        }
        return found;
    }

    /** The versions of the pair's agreement, empty when there is none. */
    List<Version> of(String home, String serving) {
        int homeRef = names.operators.refOf(home);
        int servingRef = names.operators.refOf(serving);
        if (homeRef < 0 || servingRef < 0) {
            return List.of();
        }
        int index = byPair.get(pair(homeRef, servingRef));
        return index == LongIntMap.ABSENT ? List.of() : versions.get(index);
    }

    private static long pair(int homeRef, int servingRef) {
        return (long) homeRef << 12 | servingRef;
    }

    void digestInto(StateDigest digest) {
        digest.number(count);
        for (List<Version> ordered : versions) {
            for (Version version : ordered) {
                digest.text(version.terms().toString());
            }
        }
    }

    void saveInto(StateWriter out) {
        out.section("agreements").number(count);
        byPair.saveInto(out);
        out.number(versions.size());
        for (List<Version> ordered : versions) {
            out.number(ordered.size());
            for (Version version : ordered) {
                SavedTerms.write(out, version.terms());
                out.number(version.tariffRef()).number(version.settlementModelRef());
            }
        }
    }

    void load(StateReader in) {
        in.section("agreements");
        count = in.count();
        byPair.load(in);
        for (int left = in.count(); left > 0; left--) {
            versions.add(in.list(() -> new Version(SavedTerms.agreement(in), in.ref(), in.ref())));
        }
    }
}
