package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Caps;
import tallystick.domain.LedgerEvent.Quotas;
import tallystick.domain.LedgerEvent.Rerating;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaPeriod;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.check.ProjectionCheck;
import tallystick.projections.check.ProjectionCheck.Entry;
import tallystick.projections.parking.ParkedView;
import tallystick.projections.reference.CapView;
import tallystick.projections.reference.QuotaView;
import tallystick.projections.reference.ReferenceProjection;
import tallystick.projections.usage.SuspenseView;
import tallystick.projections.usage.SuspenseView.Release;
import tallystick.projections.usage.SuspenseView.SuspendedRecord;
import tallystick.projections.usage.UsageCubeProjection;
import tallystick.projections.usage.UsageTotalsView;
import tallystick.projections.usage.WalletUsageView;
import tallystick.projections.usage.WalletUsageView.UsageHour;

/** Small histories made by hand: what leaves suspense, what is adjusted, what is limited. */
class SuspenseAndLimitsTest {

    private static final long NOW = LedgerHistory.START;
    private static final Instant AT = Instant.ofEpochSecond(0, NOW);

    private final List<Entry> entries = new ArrayList<>();
    private final DataSource database = TestDatabase.fresh();
    private final Units units = new Units(database);
    private final SuspenseView suspense = new SuspenseView(database);
    private int folded;

    private void happens(LedgerEvent event) {
        entries.add(new Entry(entries.size(), NOW, event));
    }

    private void fold(JournalProjection projection, int batch) throws Exception {
        take(projection, batch);
        assertEquals(List.of(), new ProjectionCheck(database).compare(entries).differences());
    }

    private void take(JournalProjection projection, int batch) throws Exception {
        while (folded < entries.size()) {
            int end = Math.min(entries.size(), folded + batch);
            List<EventMessage<?>> messages = new ArrayList<>();
            for (Entry entry : entries.subList(folded, end)) {
                messages.add(JournalDouble.message(entry));
            }
            units.handle(projection, messages, () -> {});
            folded = end;
        }
    }

    private static UsageRecord usage(UsageKind kind, long tokens) {
        UsageRecord usage = new UsageRecord();
        usage.kind = kind;
        usage.source = "/gw";
        usage.id = "id-1";
        usage.wallet = "w-1";
        usage.model = "small";
        usage.endedEpochNanos = NOW;
        usage.recordedEpochNanos = NOW;
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = tokens;
        return usage;
    }

    private void suspended(SuspenseReason reason, long tokens) {
        UsageRecord usage = usage(UsageKind.RECORDED, tokens);
        usage.status = UsageStatus.SUSPENDED;
        usage.suspense = reason;
        happens(new UsageRecorded(List.of(usage)));
    }

    private UsageRecord accepted(UsageKind kind, long billed, long retail) {
        UsageRecord usage = usage(kind, Math.max(0, billed));
        usage.status = UsageStatus.ACCEPTED;
        usage.walletRef = 0;
        usage.modelRef = 0;
        usage.retailVersionRef = 0;
        usage.billed = new long[TokenClass.COUNT];
        usage.billed[TokenClass.OUTPUT_TEXT.ordinal()] = billed;
        usage.retailHi = retail >> 63;
        usage.retailLo = retail;
        happens(new UsageRecorded(List.of(usage)));
        return usage;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void whatIsSettledWaitsNoLonger(int batch) throws Exception {
        UsageCubeProjection projection = new UsageCubeProjection(units.dataSource());
        suspended(SuspenseReason.UNKNOWN_WALLET, 10);
        suspended(SuspenseReason.UNKNOWN_WALLET, 20);
        suspended(SuspenseReason.RESIDENCY_BREACH, 40);
        fold(projection, batch);
        assertEquals(3, suspense.records(-1, 10).size());
        assertEquals(1, suspense.records(0, 1).getFirst().position());

        accepted(UsageKind.RECORDED, 10, 100).settles = 0;
        UsageRecord voided = accepted(UsageKind.VOIDED, 0, 0);
        voided.settles = 1;
        voided.retailVersionRef = UsageRecord.NO_REF;
        voided.walletRef = UsageRecord.NO_REF;
        fold(projection, batch);

        SuspendedRecord left = suspense.records(-1, 10).getFirst();
        assertEquals(SuspenseReason.RESIDENCY_BREACH, left.reason());
        assertEquals("w-1", left.wallet());
        assertNull(left.release());
        assertEquals(left, suspense.record(2));
        assertNull(suspense.record(0));
        assertEquals(
                List.of(
                        new SuspenseView.SuspenseSummary(
                                SuspenseReason.RESIDENCY_BREACH, 1, BigInteger.valueOf(40))),
                suspense.summary());
        UsageTotalsView.UsageTotals totals = new UsageTotalsView(database).totals();
        assertEquals(1, totals.suspended());
        assertEquals(2, totals.accepted());
        assertEquals(10, totals.tokensOut().longValueExact());
        UsageHour hour = hours().getFirst();
        assertEquals(1, hour.records());
        assertEquals(0, hour.adjustments(), "the void charged nobody");
    }

    private List<UsageHour> hours() {
        return new WalletUsageView(database).hours("w-1", Instant.EPOCH, AT.plusSeconds(1));
    }

    @Test
    void settlingWhatDoesNotWaitIsParked() throws Exception {
        UsageCubeProjection projection = new UsageCubeProjection(units.dataSource());
        accepted(UsageKind.RECORDED, 10, 100).settles = 0;
        take(projection, 1);
        ParkedView.Letter letter =
                new ParkedView(database).letters(projection.group(), -1, 10).getFirst();
        assertEquals(0, letter.position());
        assertEquals("UsageRecorded", letter.event());
    }

    @Test
    void textsThatPostgresCannotKeepAreKeptReadable() throws Exception {
        UsageRecord usage = usage(UsageKind.RECORDED, 1);
        usage.status = UsageStatus.SUSPENDED;
        usage.suspense = SuspenseReason.UNKNOWN_WALLET;
        usage.wallet = "w\0-1";
        happens(new UsageRecorded(List.of(usage)));
        fold(new UsageCubeProjection(units.dataSource()), 1);
        assertEquals("w\uFFFD-1", suspense.records(-1, 1).getFirst().wallet());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void adjustmentsChangeTokensAndAmountNotTheCount(int batch) throws Exception {
        accepted(UsageKind.RECORDED, 100, 1_000);
        accepted(UsageKind.RECORDED, 50, 500);
        accepted(UsageKind.CORRECTED, -30, -300);
        accepted(UsageKind.VOIDED, -50, -500);
        accepted(UsageKind.REPRICED, 0, 7);
        fold(new UsageCubeProjection(units.dataSource()), batch);
        UsageHour hour = hours().getFirst();
        assertEquals(2, hour.records());
        assertEquals(3, hour.adjustments());
        assertEquals(Pico.of(707), hour.retail());
        assertEquals(70, hour.tokens().of(TokenClass.OUTPUT_TEXT).longValueExact());
        assertEquals(
                3,
                new WalletUsageView(database)
                        .models("w-1", Instant.EPOCH, AT.plusSeconds(1))
                        .getFirst()
                        .adjustments());
        assertEquals(5, new UsageTotalsView(database).totals().accepted());
    }

    @Test
    void aReleaseTellsBothPersonsAndOutlivesTheRecord() throws Exception {
        UsageCubeProjection projection = new UsageCubeProjection(units.dataSource());
        suspended(SuspenseReason.OUT_OF_TIME_WINDOW, 10);
        happens(new Rerating.ReleaseProposed(0, "ann", "seen to be true"));
        fold(projection, 100);
        Release proposed = new Release(0, "ann", "seen to be true", AT, null, null);
        assertEquals(proposed, suspense.records(-1, 1).getFirst().release());
        assertEquals(List.of(proposed), suspense.releases(-1, 10));

        happens(new Rerating.ReleaseApproved(0, "ben"));
        accepted(UsageKind.RECORDED, 10, 100).settles = 0;
        fold(projection, 100);
        assertEquals(List.of(), suspense.records(-1, 10));
        assertEquals(new Release(0, "ann", "seen to be true", AT, "ben", AT), suspense.release(0));
        assertNull(suspense.release(1));
        assertEquals(List.of(), suspense.releases(0, 10));
    }

    private static QuotaTerms quota(String name, @Nullable TokenClass tokenClass, Pico limit) {
        return new QuotaTerms(
                name,
                QuotaScope.WALLET,
                "w-1",
                QuotaPeriod.HOUR,
                true,
                QuotaMeasure.TOKENS,
                tokenClass,
                "",
                limit,
                Pico.of(3),
                QuotaMode.SOFT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void limitsAreAsLastSet(int batch) throws Exception {
        happens(new Quotas.QuotaSet(quota("q-1", null, Pico.of(5))));
        happens(new Quotas.QuotaSet(quota("q-2", TokenClass.OUTPUT_TEXT, Pico.of(6))));
        happens(new Quotas.QuotaSet(quota("q-3", null, Pico.of(7))));
        happens(new Quotas.QuotaSet(quota("q-1", null, new Pico(9, 8))));
        happens(new Quotas.QuotaRemoved("q-3"));
        happens(new Caps.BilateralCapSet("op-kr", "op-fr", "EUR", Pico.of(10)));
        happens(new Caps.BilateralCapSet("op-kr", "op-in", "INR", Pico.of(11)));
        happens(new Caps.BilateralCapSet("op-kr", "op-fr", "EUR", new Pico(1, 2)));
        happens(new Caps.NetDebitCapSet("op-kr", "EUR", Pico.of(12), 2_500));
        happens(new Caps.NetDebitCapSet("op-kr", "EUR", Pico.of(13), 3_000));
        fold(new ReferenceProjection(units.dataSource()), batch);

        QuotaView quotas = new QuotaView(database);
        QuotaView.Quota first = new QuotaView.Quota(quota("q-1", null, new Pico(9, 8)), AT, 3);
        assertEquals(first, quotas.find("q-1"));
        assertNull(quotas.find("q-3"));
        assertEquals(first, quotas.list("", 1).getFirst());
        assertEquals(
                TokenClass.OUTPUT_TEXT,
                quotas.of(QuotaScope.WALLET, "w-1", "q-1", 10).getFirst().terms().tokenClass());
        assertEquals(List.of(), quotas.of(QuotaScope.MODEL, "w-1", "", 10));

        CapView caps = new CapView(database);
        CapView.BilateralCap pair = Objects.requireNonNull(caps.bilateral("op-kr", "op-fr", "EUR"));
        assertEquals(new Pico(1, 2), pair.cap());
        assertEquals(List.of(pair), caps.bilateral("", "", "", 1));
        assertEquals(
                "op-in", caps.bilateral("op-kr", "op-fr", "EUR", 5).getFirst().servingOperator());
        CapView.NetDebitCap net = Objects.requireNonNull(caps.netDebit("op-kr", "EUR"));
        assertEquals(new CapView.NetDebitCap("op-kr", "EUR", Pico.of(13), 3_000, AT, 9), net);
        assertEquals(List.of(net), caps.netDebit("", "", 10));
        assertEquals(List.of(), caps.netDebit("op-kr", "EUR", 10));
        assertNull(caps.netDebit("op-fr", "EUR"));
    }
}
