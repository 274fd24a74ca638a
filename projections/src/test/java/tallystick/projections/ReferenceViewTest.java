package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.domain.LedgerEvent.Reference.AgreementConcluded;
import tallystick.domain.LedgerEvent.Reference.FactoryRegistered;
import tallystick.domain.LedgerEvent.Reference.ModelRegistered;
import tallystick.domain.LedgerEvent.Reference.OperatorRegistered;
import tallystick.domain.LedgerEvent.Reference.TariffPublished;
import tallystick.domain.LedgerEvent.Reference.TenantRegistered;
import tallystick.domain.LedgerEvent.Wallets.WalletOpened;
import tallystick.domain.rating.PriceLine;
import tallystick.projections.check.ProjectionCheck.Entry;
import tallystick.projections.reference.ReferenceProjection;
import tallystick.projections.reference.ReferenceView;
import tallystick.projections.reference.ReferenceView.AgreementVersion;
import tallystick.projections.reference.ReferenceView.Model;
import tallystick.projections.reference.ReferenceView.Operator;
import tallystick.projections.reference.ReferenceView.TariffVersion;
import tallystick.projections.reference.ReferenceView.Tenant;
import tallystick.projections.reference.ReferenceView.Wallet;

/** Reference data comes back exactly as registered. */
class ReferenceViewTest {

    private final LedgerHistory history = LedgerHistory.random(51, 400);
    private final DataSource database = TestDatabase.fresh();
    private final ReferenceView view = new ReferenceView(database);
    private final SortedMap<String, Object> expected = new TreeMap<>();
    private final SortedMap<String, List<TariffVersion>> tariffs = new TreeMap<>();
    private final SortedMap<String, List<AgreementVersion>> agreements = new TreeMap<>();

    @BeforeEach
    void fold() throws Exception {
        Units units = new Units(database);
        units.handle(new ReferenceProjection(units.dataSource()), history.messages(), () -> {});
        history.entries().forEach(this::expect);
    }

    private void expect(Entry entry) {
        Instant at = Instant.ofEpochSecond(0, entry.recordedEpochNanos());
        long position = entry.firstPosition();
        switch (entry.event()) {
            case OperatorRegistered o ->
                    expected.put(
                            "operator " + o.operator(),
                            new Operator(
                                    o.operator(),
                                    o.country(),
                                    o.currency(),
                                    o.publicKey(),
                                    at,
                                    position));
            case FactoryRegistered f ->
                    expected.put(
                            "factory " + f.factory(),
                            new ReferenceView.Factory(
                                    f.factory(), f.operator(), f.jurisdiction(), at, position));
            case ModelRegistered m ->
                    expected.put("model " + m.model(), new Model(m.model(), at, position));
            case TenantRegistered t ->
                    expected.put(
                            "tenant " + t.tenant(),
                            new Tenant(t.tenant(), t.operator(), at, position));
            case WalletOpened w ->
                    expected.put(
                            "wallet " + w.terms().wallet(), new Wallet(w.terms(), at, position));
            case TariffPublished t ->
                    tariffs.computeIfAbsent(t.terms().tariff(), _ -> new ArrayList<>())
                            .add(new TariffVersion(t.terms(), t.version(), at, position));
            case AgreementConcluded a ->
                    agreements
                            .computeIfAbsent(a.terms().agreement(), _ -> new ArrayList<>())
                            .add(new AgreementVersion(a.terms(), a.version(), at, position));
            default -> {}
        }
    }

    private List<Object> all(String kind) {
        return new ArrayList<>(expected.subMap(kind + " ", kind + "!").values());
    }

    @Test
    void membersAreListedInOrderOfName() {
        assertEquals(all("operator"), view.operators("", 500));
        assertEquals(all("factory"), view.factories("", 500));
        assertEquals(all("model"), view.models("", 500));
        assertEquals(all("tenant"), view.tenants("", 500));
        assertEquals(all("wallet"), view.wallets("", 500));
    }

    @Test
    void pagesContinueAfterTheirLastName() {
        List<Object> paged = new ArrayList<>();
        List<Wallet> page = view.wallets("", 4);
        while (!page.isEmpty()) {
            paged.addAll(page);
            page = view.wallets(page.getLast().terms().wallet(), 4);
        }
        assertEquals(all("wallet"), paged);
    }

    @Test
    void eachIsFoundByName() {
        assertEquals(expected.get("operator op-kr"), view.operator("op-kr"));
        assertEquals(expected.get("factory site-op-fr"), view.factory("site-op-fr"));
        assertEquals(expected.get("model large"), view.model("large"));
        assertEquals(expected.get("tenant tnt-op-in"), view.tenant("tnt-op-in"));
        assertEquals(expected.get("wallet wal-3"), view.wallet("wal-3"));
        assertNull(view.operator("nobody"));
        assertNull(view.wallet("' OR true --"));
    }

    @Test
    void tiersComeBack() {
        List<PriceLine> tiered =
                tariffs.values().stream()
                        .flatMap(List::stream)
                        .flatMap(version -> version.terms().prices().stream())
                        .filter(line -> line.tiers().size() > 1)
                        .toList();
        assertTrue(tiered.size() > 1, "the history should have tiers");
        tariffs.forEach((name, versions) -> assertEquals(versions, view.tariffVersions(name)));
    }

    @Test
    void versionsKeepTheirPricesAndOrder() {
        assertEquals(tariffs.values().stream().map(List::getLast).toList(), view.tariffs("", 500));
        assertEquals(
                agreements.values().stream().map(List::getLast).toList(), view.agreements("", 500));
        tariffs.forEach((name, versions) -> assertEquals(versions, view.tariffVersions(name)));
        agreements.forEach(
                (name, versions) -> assertEquals(versions, view.agreementVersions(name)));
        List<TariffVersion> most =
                tariffs.values().stream()
                        .filter(versions -> versions.size() > 1)
                        .findFirst()
                        .orElseThrow();
        String name = most.getFirst().terms().tariff();
        assertEquals(most.get(1), view.tariff(name, 2));
        assertNull(view.tariff(name, most.size() + 1));
    }
}
