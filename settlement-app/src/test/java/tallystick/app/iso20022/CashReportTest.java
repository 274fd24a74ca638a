package tallystick.app.iso20022;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What banks report: read, refused, and matched with what was instructed. */
class CashReportTest {

    private static final PaymentLeg LEG =
            Iso20022Test.leg(Iso20022Test.KR, Iso20022Test.FR, "EUR", 70_000);
    private static final PaymentLeg OTHER =
            Iso20022Test.leg(Iso20022Test.FR, Iso20022Test.QA, "KWD", 1_234);

    /** An entry of camt.05x.001.08 with one transaction. */
    private static String entry(String references, String currency, String amount, String more) {
        return ("<Ntry><Amt"
                    + " Ccy=\"%s\">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd>%s<Sts><Cd>BOOK</Cd></Sts>"
                    + "<BookgDt><Dt>2026-11-23</Dt></BookgDt><BkTxCd/><NtryDtls><TxDtls><Refs>%s</Refs>"
                    + "</TxDtls></NtryDtls></Ntry>")
                .formatted(currency, amount, more, references);
    }

    private static String references(String bankReference, PaymentLeg leg) {
        return "<AcctSvcrRef>"
                + bankReference
                + "</AcctSvcrRef><UETR>"
                + leg.uetr().text()
                + "</UETR>";
    }

    private static String notification(String... entries) {
        return document("camt.054.001.08", "BkToCstmrDbtCdtNtfctn", "Ntfctn", "", entries);
    }

    private static String statement(String... entries) {
        String balance =
                "<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">700.00</Amt>"
                        + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-23</Dt></Dt></Bal>";
        return document("camt.053.001.08", "BkToCstmrStmt", "Stmt", balance, entries);
    }

    private static String document(
            String type, String message, String report, String balance, String... entries) {
        return "<?xml version=\"1.0\"?><d:Document xmlns:d=\"urn:iso:std:iso:20022:tech:xsd:%s\">%s</d:Document>"
                .formatted(
                        type,
                        ("<%s><GrpHdr><MsgId>B-1</MsgId><CreDtTm>2026-11-23T18:00:00+09:00</CreDtTm></GrpHdr>"
                             + "<%s><Id>S-1</Id><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></Acct>"
                             + "%s%s</%s></%s>")
                                .formatted(
                                        message,
                                        report,
                                        balance,
                                        String.join("", entries),
                                        report,
                                        message)
                                .replace("</", "</d:")
                                .replaceAll("<(?=[A-Z])", "<d:"));
    }

    @Test
    void aNotificationIsRead() {
        String reversal = "<RvslInd>true</RvslInd>";
        CashReport report =
                CashReportDocument.read(
                        notification(
                                entry(references("R-1", LEG), "EUR", "700", ""),
                                entry(
                                        "<EndToEndId>" + OTHER.uetr().compact() + "</EndToEndId>",
                                        "KWD",
                                        "1.234",
                                        ""),
                                entry(
                                        "<EndToEndId>NOTPROVIDED</EndToEndId>",
                                        "EUR",
                                        "0.1",
                                        reversal)));
        assertEquals("camt.054.001.08", report.type());
        assertEquals("B-1", report.messageId());
        CashEntry first = report.entries().getFirst();
        assertEquals(
                new CashEntry(
                        "FR7630006000011234567890189",
                        LEG.uetr(),
                        new CurrencyAmount("EUR", 70_000),
                        true,
                        false,
                        true,
                        LocalDate.parse("2026-11-23"),
                        "R-1"),
                first);
        assertEquals(new BigDecimal("700.00"), first.amount().toDecimal());
        assertEquals(OTHER.uetr(), report.entries().get(1).uetr(), "a UETR without its dashes");
        assertNull(report.entries().get(2).uetr());
        assertTrue(report.entries().get(2).isReversal());
        assertEquals(10, report.entries().get(2).amount().minorUnits());
    }

    @Test
    void anEntryOfSeveralTransactionsIsSeveral() {
        String two =
                entry(references("R-1", LEG), "EUR", "700.00", "")
                        .replace(
                                "</TxDtls>",
                                "<Amt Ccy=\"EUR\">300.00</Amt></TxDtls><TxDtls><Refs>"
                                        + references("R-2", LEG)
                                        + "</Refs><Amt Ccy=\"EUR\">400.00</Amt></TxDtls>");
        assertEquals(
                List.of(30_000L, 40_000L),
                CashReportDocument.read(statement(two)).entries().stream()
                        .map(one -> one.amount().minorUnits())
                        .toList());
        MessageFault fault =
                assertThrows(
                        MessageFault.class,
                        () ->
                                CashReportDocument.read(
                                        statement(
                                                two.replace("<Amt Ccy=\"EUR\">400.00</Amt>", ""))));
        assertEquals("NtryDtls/TxDtls/Amt", fault.field());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<Document/>",
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.08\"/>",
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"/>",
                "<Document"
                    + " xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>",
                "<!DOCTYPE lolz [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><Document"
                    + " xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">&b;</Document>",
            })
    void whatIsNoReportIsRefused(String xml) {
        assertThrows(MessageFault.class, () -> CashReportDocument.read(xml));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<d:CdtDbtInd>CRDT</d:CdtDbtInd><d:Sts>|<d:CdtDbtInd>UP</d:CdtDbtInd><d:Sts>",
                "BOOK|DONE",
                "<d:Cd>BOOK</d:Cd>|<d:Prtry>BOOK</d:Prtry>",
                "700.00|seven",
                "700.00|700.001",
                "700.00|-700.00",
                "700.00|1E400",
                "EUR|Euro",
                "EUR|XXX",
                "2026-11-23<|23.11.2026<",
                "<d:BkTxCd/>|",
                "UETR>|UETRX>",
                "</d:Stmt>|<d:Own>1</d:Own></d:Stmt>"
            })
    void aReportWithOneThingWrongIsRefusedWhole(String change) {
        String good = statement(entry(references("R-1", LEG), "EUR", "700.00", ""));
        assertEquals(1, CashReportDocument.read(good).entries().size());
        String[] parts = change.split("\\|", -1);
        assertTrue(good.contains(parts[0]), good);
        assertThrows(
                MessageFault.class,
                () -> CashReportDocument.read(good.replace(parts[0], parts[1])));
    }

    /** What an attacker hopes a bank's message reads for them. */
    @Test
    void noFileIsReadForAMessage(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "s3cret");
        String good = statement(entry(references("R-1", LEG), "EUR", "700.00", ""));
        String evil =
                good.replace(
                                "<d:Document",
                                "<!DOCTYPE d [<!ENTITY x SYSTEM \""
                                        + secret.toUri()
                                        + "\">]><d:Document")
                        .replace("B-1", "&x;");
        MessageFault fault = assertThrows(MessageFault.class, () -> CashReportDocument.read(evil));
        assertFalse(String.valueOf(fault.getMessage()).contains("s3cret"));
        MessageFault second =
                assertThrows(MessageFault.class, () -> SchemaCheck.CAMT_053.check(evil));
        assertFalse(String.valueOf(second.getMessage()).contains("s3cret"));
    }
}
