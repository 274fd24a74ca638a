package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TariffVersion;

/**
 * Every version of every tariff. In force at an instant is the version with the latest effective
 * time not after it; of several with that effective time, the last published.
 */
final class TariffBook {

    private final Names names;
    private final List<TariffVersion> versions = new ArrayList<>();
    private final List<List<TariffVersion>> byTariff = new ArrayList<>();
    private final List<TariffTerms> published = new ArrayList<>();

    TariffBook(Names names) {
        this.names = names;
    }

    void publish(TariffTerms terms, int version) {
        names.tariffs.intern(terms.tariff());
        names.assets.intern(terms.asset());
        names.tariffVersions.add(terms.tariff() + "@" + version);
        names.tariffVersionAssets.add(terms.asset());
        add(terms, version);
    }

    /** Adds a version whose names have numbers. */
    private void add(TariffTerms terms, int version) {
        int tariffRef = names.tariffs.refOf(terms.tariff());
        if (tariffRef == byTariff.size()) {
            byTariff.add(new ArrayList<>());
        }
        int assetRef = names.assets.refOf(terms.asset());
        int ref = versions.size();
        TariffVersion built = new TariffVersion(ref, version, assetRef, terms);
        for (PriceLine line : terms.prices()) {
            built.price(
                    names.models.refOf(line.model()), Jurisdiction.pack(line.jurisdiction()), line);
        }
        built.seal();
        versions.add(built);
        published.add(terms);
        insert(byTariff.get(tariffRef), built);
    }

    /** Keeps versions by effective time, then publication. */
    private static void insert(List<TariffVersion> ordered, TariffVersion version) {
        int at = ordered.size();
        while (at > 0
                && ordered.get(at - 1).effectiveFromEpochNanos()
                        > version.effectiveFromEpochNanos()) {
            at--;
        }
        ordered.add(at, version);
    }

    /** The version in force, null when none is. */
    @Nullable TariffVersion inForce(int tariffRef, long atEpochNanos) {
        List<TariffVersion> ordered = byTariff.get(tariffRef);
        for (int i = ordered.size() - 1; i >= 0; i--) {
            TariffVersion version = ordered.get(i);
            if (version.effectiveFromEpochNanos() <= atEpochNanos) {
                return version;
            }
        }
        return null;
    }

    /** When the tariff's next version after an instant takes effect, 0 when none is published. */
    long nextChange(int tariffRef, long afterEpochNanos) {
        for (TariffVersion version : byTariff.get(tariffRef)) {
            if (version.effectiveFromEpochNanos() > afterEpochNanos) {
                return version.effectiveFromEpochNanos();
            }
        }
        return 0;
    }

    /** A version by name, such as {@code retail-kr@7}. */
    TariffVersion version(String name) {
        return versions.get(names.tariffVersions.refOf(name));
    }

    /** The tariff that a version belongs to. */
    int tariffOf(TariffVersion version) {
        return names.tariffs.refOf(published.get(version.ref()).tariff());
    }

    TariffVersion version(int versionRef) {
        return versions.get(versionRef);
    }

    /** How many versions the tariff has, 0 when it is unknown. */
    int versionsOf(String tariff) {
        int ref = names.tariffs.refOf(tariff);
        return ref < 0 ? 0 : byTariff.get(ref).size();
    }

    /** The terms a version was published with. */
    TariffTerms terms(int versionRef) {
        return published.get(versionRef);
    }

    /** The first published terms of a tariff, null when it is unknown. */
    @Nullable TariffTerms firstTerms(String tariff) {
        int ref = names.tariffVersions.refOf(tariff + "@1");
        return ref < 0 ? null : published.get(ref);
    }

    void digestInto(StateDigest digest) {
        digest.number(published.size());
        for (int ref = 0; ref < published.size(); ref++) {
            // A record's text covers every component, prices included, in declaration order.
            digest.number(versions.get(ref).version()).text(published.get(ref).toString());
        }
    }

    void saveInto(StateWriter out) {
        out.section("tariffs").number(published.size());
        for (int ref = 0; ref < published.size(); ref++) {
            SavedTerms.write(out.number(versions.get(ref).version()), published.get(ref));
        }
    }

    void load(StateReader in) {
        in.section("tariffs");
        for (int left = in.count(); left > 0; left--) {
            int version = in.ref();
            add(SavedTerms.tariff(in), version);
        }
    }
}
