package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tallystick.domain.AgreementTerms;
import tallystick.domain.Decision;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerEvent.Settlement.WindowFenced;
import tallystick.domain.RefusalCode;
import tallystick.domain.WindowRunCommand.DefineSettlementModel;
import tallystick.domain.WindowRunCommand.NoteBatch;
import tallystick.domain.WindowRunEvent.BatchReturned;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.CutOffCalendar;
import tallystick.domain.settlement.GapReport;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.UsageRecord;

/** Batches of serving → home streams: gap-free numbers, control totals, and what they complete. */
class BatchTest {

    private static final long HOUR = 3_600_000_000_000L;

    private final LedgerFixture ledger = LedgerFixture.federation();

    /** Korea's customer served in France, or the other way: 110 tokens. */
    private void roaming(String id, String wallet, String serving) {
        UsageRecord usage = ledger.usage(id, wallet);
        usage.servingOperator = serving;
        ledger.record(usage);
    }

    private static NoteBatch batch(int sequence, long records, boolean last) {
        return new NoteBatch(
                new BatchNotice(
                        "w1", "op-fr", "op-kr", sequence, records, records * 110, last, ""));
    }

    private static NoteBatch back(int sequence, long records, boolean last) {
        return new NoteBatch(
                new BatchNotice(
                        "w1", "op-kr", "op-fr", sequence, records, records * 110, last, ""));
    }

    private void scheduled() {
        ledger.given(
                new DefineSettlementModel(
                        new SettlementModelTerms(
                                "daily",
                                CutOffCalendar.DAILY,
                                "UTC",
                                720,
                                List.of(),
                                HOUR,
                                0,
                                0,
                                List.of())));
    }

    private void returned(NoteBatch batch, RefusalCode code, String field) {
        Decision.Refused refused = assertInstanceOf(Decision.Refused.class, ledger.when(batch));
        assertEquals(code, refused.refusal().code());
        assertEquals(field, refused.refusal().field());
        BatchReturned kept =
                assertInstanceOf(BatchReturned.class, ledger.journal.getLast().event());
        assertEquals(batch.notice(), kept.notice());
        assertEquals(code, kept.code());
    }

    private GapReport report() {
        return Objects.requireNonNull(ledger.state.gapReport("w1"));
    }

    private WindowState state() {
        return Objects.requireNonNull(ledger.state.windows.find("w1")).state;
    }

    @Test
    void gapsRepetitionsAndWrongTotalsAreReturnedAndKept() {
        roaming("a", "wal-kr", "op-fr");
        roaming("b", "wal-kr", "op-fr");
        returned(batch(2, 2, false), RefusalCode.SEQUENCE_GAP, "sequence");
        returned(batch(1, 3, false), RefusalCode.CONTROL_TOTALS, "records");
        returned(
                new NoteBatch(new BatchNotice("w1", "op-fr", "op-kr", 1, 2, 221, false, "")),
                RefusalCode.CONTROL_TOTALS,
                "tokens");
        ledger.given(batch(1, 2, false));
        returned(batch(1, 2, false), RefusalCode.ALREADY_EXISTS, "sequence");
        roaming("c", "wal-kr", "op-fr");
        ledger.given(batch(2, 1, false));
        GapReport.Stream stream = report().streams().getFirst();
        assertEquals("op-fr", stream.servingOperator());
        assertEquals(2, stream.batches());
        assertEquals(3, stream.notedRecords());
        assertEquals(3, stream.records());
        assertFalse(stream.isComplete());
    }

    @Test
    void usageSentAgainOrInSuspenseIsNoneOfABatch() {
        roaming("a", "wal-kr", "op-fr");
        roaming("a", "wal-kr", "op-fr");
        roaming("b", "wal-nobody", "op-fr");
        ledger.given(batch(1, 1, false));
    }

    @Test
    void whatTheLedgerRatesOutOfSuspenseIsNoneOfABatch() {
        ledger.given(batch(1, 0, false));
        UsageRecord usage = ledger.usage("a", "wal-late");
        usage.homeOperator = "op-kr";
        usage.tenant = "tnt-kr";
        usage.servingOperator = "op-fr";
        long position = ledger.record(usage).position;
        ledger.given(ledger.wallet("wal-late", "tnt-kr", "KRW", "retail-kr", "0"));
        ledger.given(new tallystick.domain.LedgerCommand.Rerating.RerateSuspended(position));
        GapReport.Stream stream = report().streams().getFirst();
        assertEquals(0, stream.records());
        assertEquals(0, stream.tokens());
        ledger.given(batch(2, 0, false));
    }

    @Test
    void graceEndsWhenTheLastStreamIsComplete() {
        scheduled();
        roaming("a", "wal-kr", "op-fr");
        roaming("b", "wal-fr", "op-kr");
        ledger.at("2026-11-20T12:00:00Z");
        ledger.passDeadlines();
        ledger.given(batch(1, 1, true));
        assertEquals(WindowState.GRACE, state());
        assertFalse(report().isComplete());
        ledger.given(back(1, 1, true));
        assertEquals(WindowState.FENCED, state());
        assertTrue(report().isComplete());
        WindowFenced fenced =
                assertInstanceOf(WindowFenced.class, ledger.journal.getLast().event());
        assertEquals(ledger.journal.getLast().position() - 1, fenced.lastSequence());
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
    }

    @Test
    void aStreamThatGrewAfterItsLastBatchDoesNotEndTheGrace() {
        scheduled();
        ledger.at("2026-11-20T11:59:00Z");
        UsageRecord grace = ledger.usage("g", "wal-kr");
        grace.servingOperator = "op-fr";
        ledger.at("2026-11-20T12:00:01Z");
        ledger.passDeadlines();
        ledger.given(batch(1, 0, true));
        ledger.record(grace);
        ledger.given(back(1, 0, true));
        assertEquals(WindowState.GRACE, state());
        assertEquals(1, report().streams().getFirst().records());
        ledger.after(HOUR);
        ledger.passDeadlines();
        assertEquals(WindowState.FENCED, state());
    }

    @Test
    void aWindowWithoutAModelIsFencedByAPerson() {
        ledger.at("2026-11-20T12:00:00Z");
        ledger.given(new Settlement.CutOffWindow("w1", ledger.now(), "w2"));
        ledger.given(batch(1, 0, true));
        ledger.given(back(1, 0, true));
        assertEquals(WindowState.GRACE, state());
    }

    @Test
    void theLastBatchFollowsTheCutOffAndNoneFollowsTheFence() {
        ledger.refuses(batch(1, 0, true), RefusalCode.WRONG_STATE, "last");
        ledger.at("2026-11-20T12:00:00Z");
        ledger.given(new Settlement.CutOffWindow("w1", ledger.now(), "w2"));
        ledger.given(batch(1, 0, true));
        returned(batch(2, 0, false), RefusalCode.ALREADY_EXISTS, "sequence");
        ledger.given(new Settlement.FenceWindow("w1"));
        ledger.refuses(back(1, 0, true), RefusalCode.WRONG_STATE, "window");
        ledger.refuses(
                new NoteBatch(new BatchNotice("w1", "op-xx", "op-kr", 1, 0, 0, false, "")),
                RefusalCode.NOT_FOUND,
                "serving_operator");
    }

    @Test
    void aSenderWithAKeySigns() throws GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] der = keys.getPublic().getEncoded();
        String raw = Base64.getEncoder().encodeToString(Arrays.copyOfRange(der, 12, 44));
        ledger.given(new Reference.RegisterOperator("op-de", "DE", "EUR", raw));
        ledger.given(
                ledger.tariff(
                        "iot-de",
                        tallystick.domain.rating.TariffKind.INTER_OPERATOR,
                        "op-de",
                        "EUR",
                        4));
        ledger.given(
                new Reference.ConcludeAgreement(
                        new AgreementTerms("kr-de", "op-kr", "op-de", "iot-de", "daily", 0)));
        BatchNotice unsigned = new BatchNotice("w1", "op-de", "op-kr", 1, 0, 0, false, "");
        returned(new NoteBatch(unsigned), RefusalCode.BAD_SIGNATURE, "signature");
        String signature = sign(unsigned, keys);
        returned(
                new NoteBatch(new BatchNotice("w1", "op-de", "op-fr", 1, 0, 0, false, signature)),
                RefusalCode.BAD_SIGNATURE,
                "signature");
        ledger.given(
                new NoteBatch(new BatchNotice("w1", "op-de", "op-kr", 1, 0, 0, false, signature)));
    }

    private static String sign(BatchNotice notice, KeyPair keys) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(keys.getPrivate());
        signer.update(notice.signed());
        return Base64.getEncoder().encodeToString(signer.sign());
    }
}
