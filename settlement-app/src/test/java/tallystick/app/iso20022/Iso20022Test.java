package tallystick.app.iso20022;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.prowidesoftware.swift.model.mx.MxPacs00900108;
import com.prowidesoftware.swift.model.mx.MxPacs02900102;
import com.prowidesoftware.swift.model.mx.dic.CreditTransferTransaction36;
import com.prowidesoftware.swift.model.mx.dic.MovementRecord2;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes out, read again by the library; facets that its classes do not have, by hand. */
class Iso20022Test {

    /** A bank's LEI as GLEIF publishes it: its check digits are right. */
    static final String LEI = "7LTWFZYICNSX8D621K86";

    static final Institution KR = new Institution("KOEXKRSE", LEI);
    static final Institution FR = new Institution("BNPAFRPPXXX", null);
    static final Institution QA = new Institution("QNBAQAQA", null);
    private static final Institution HUB = new Institution("TALLDEFF", null);
    private static final Envelope ENVELOPE =
            new Envelope("W-7/1", Instant.parse("2026-11-21T20:15:30.123456789Z"), HUB, FR);

    /** Types of the elements that are written, as the standard's data dictionary has them. */
    private static final Map<String, String> FACETS =
            Map.ofEntries(
                    Map.entry("MsgId", ".{1,35}"),
                    Map.entry("InstrId", ".{1,35}"),
                    Map.entry("EndToEndId", ".{1,35}"),
                    Map.entry("Id", ".{1,35}|\\s*"),
                    Map.entry("SttlmCycl", ".{1,35}"),
                    Map.entry("NbOfTxs", "[0-9]{1,15}"),
                    Map.entry("NbOfSttlmReqs", "[0-9]{1,15}"),
                    Map.entry("Ustrd", ".{1,140}"),
                    Map.entry(
                            "UETR",
                            "[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}"),
                    Map.entry("BICFI", "[A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}"),
                    Map.entry("AnyBIC", "[A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}"),
                    Map.entry("LEI", "[A-Z0-9]{18,18}[0-9]{2,2}"),
                    Map.entry("IntrBkSttlmAmt", "[0-9]{1,18}(\\.[0-9]{1,5})?"),
                    Map.entry("CreDtTm", "[0-9T:.-]+(Z|\\+00:00)"),
                    Map.entry("IntrBkSttlmDt", "[0-9]{4}-[0-9]{2}-[0-9]{2}"));

    static PaymentLeg leg(Institution from, Institution to, String currency, long minorUnits) {
        return new PaymentLeg(
                Uetr.of("w-7", from.bic(), to.bic(), currency),
                from,
                to,
                new CurrencyAmount(currency, minorUnits),
                LocalDate.parse("2026-11-23"),
                "w-7 <é & \"März\">");
    }

    private static void keepsToFacets(String xml) {
        java.util.regex.Matcher elements =
                java.util.regex.Pattern.compile("<(\\w+)[^>]*>([^<]*)</\\1>").matcher(xml);
        int seen = 0;
        while (elements.find()) {
            String rule = FACETS.get(elements.group(1));
            if (rule != null) {
                String text = elements.group(2).replaceAll("&(amp|lt|gt|quot|apos|#\\d+);", "_");
                assertTrue(text.matches(rule), elements.group());
                seen++;
            }
        }
        assertTrue(seen > 5, xml);
    }

    @ParameterizedTest
    @CsvSource({
        "EUR,123456,1234.56",
        "EUR,1,0.01",
        "KRW,5,5",
        "KWD,1001,1.001",
        "JPY,999999999999999999,999999999999999999",
        "EUR,999999999999999999,9999999999999999.99"
    })
    void aLegComesBackAsItWent(String currency, long minorUnits, String amount) {
        PaymentLeg leg = leg(KR, FR, currency, minorUnits);
        String xml = Pacs009Document.of(ENVELOPE, leg);
        SchemaCheck.PACS_009.check(xml);
        keepsToFacets(xml);
        MxPacs00900108 read = MxPacs00900108.parse(xml);
        CreditTransferTransaction36 transfer = read.getFICdtTrf().getCdtTrfTxInf().getFirst();
        assertEquals(1, read.getFICdtTrf().getCdtTrfTxInf().size());
        assertEquals(leg.uetr().text(), transfer.getPmtId().getUETR());
        assertEquals(new BigDecimal(amount), transfer.getIntrBkSttlmAmt().getValue());
        assertEquals(currency, transfer.getIntrBkSttlmAmt().getCcy());
        assertEquals(leg.valueDate(), transfer.getIntrBkSttlmDt());
        assertEquals("KOEXKRSE", transfer.getDbtr().getFinInstnId().getBICFI());
        assertEquals(LEI, transfer.getDbtr().getFinInstnId().getLEI());
        assertEquals("BNPAFRPPXXX", transfer.getCdtr().getFinInstnId().getBICFI());
        assertEquals("window " + leg.window(), transfer.getRmtInf().getUstrd().getFirst());
        assertEquals(
                Instant.parse("2026-11-21T20:15:30.123Z"),
                read.getFICdtTrf().getGrpHdr().getCreDtTm().toInstant());
        assertEquals(xml, Pacs009Document.of(ENVELOPE, leg), "the same, sent again");
    }

    private static List<NetMovement> movements() {
        return List.of(
                movement(KR, 60_000, true),
                movement(FR, 10_000, true),
                movement(QA, 70_000, false));
    }

    private static NetMovement movement(Institution who, long minorUnits, boolean pays) {
        return new NetMovement(
                Uetr.of("w-7", who.bic()), who, new CurrencyAmount("EUR", minorUnits), pays);
    }

    @Test
    void aNettingComesBackAsItWent() {
        String xml = Pacs029Document.of(ENVELOPE, "w-7", movements());
        keepsToFacets(xml);
        MxPacs02900102 read = MxPacs02900102.parse(xml);
        assertEquals(new BigDecimal("1400.00"), read.getMulSttlmReq().getGrpHdr().getCtrlSum());
        List<MovementRecord2> records =
                read.getMulSttlmReq().getSttlmReq().getFirst().getMvmntRcrd();
        assertEquals(3, records.size());
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < records.size(); i++) {
            MovementRecord2 told = records.get(i);
            NetMovement sent = movements().get(i);
            assertEquals(sent.participant().bic(), told.getPtcpt().getId().getOrgId().getAnyBIC());
            assertEquals(sent.uetr(), Uetr.ofCompact(told.getId()));
            BigDecimal amount = told.getAmt().getAmt().getValue();
            boolean pays = told.getAmt().getCdtDbt().value().equals("DBIT");
            assertEquals(sent.pays(), pays);
            sum = pays ? sum.subtract(amount) : sum.add(amount);
        }
        assertEquals(0, sum.signum());
    }

    private static String refusal(org.junit.jupiter.api.function.Executable made) {
        return assertThrows(MessageFault.class, made).field();
    }

    @Test
    void aNettingThatDoesNotBalanceIsNone() {
        List<NetMovement> two = movements().subList(0, 2);
        assertEquals("MvmntRcrd", refusal(() -> Pacs029Document.of(ENVELOPE, "c", two)));
        assertEquals(
                "MvmntRcrd", refusal(() -> Pacs029Document.of(ENVELOPE, "c", two.subList(0, 1))));
        List<NetMovement> twice = new ArrayList<>(movements());
        twice.add(movement(KR, 1, true));
        assertEquals("Ptcpt", refusal(() -> Pacs029Document.of(ENVELOPE, "c", twice)));
        List<NetMovement> mixed =
                List.of(
                        movement(KR, 5, true),
                        new NetMovement(Uetr.of("x"), FR, new CurrencyAmount("USD", 5), false));
        assertEquals("Ccy", refusal(() -> Pacs029Document.of(ENVELOPE, "c", mixed)));
        assertEquals("SttlmCycl", refusal(() -> Pacs029Document.of(ENVELOPE, "a//b", movements())));
    }

    @Test
    void whatNoBankTakesIsRefusedByField() {
        assertEquals("BICFI", refusal(() -> new Institution("bnpafrpp", null)));
        assertEquals("BICFI", refusal(() -> new Institution("BNPAFRP", null)));
        assertEquals("LEI", refusal(() -> new Institution("BNPAFRPP", LEI.replace('7', '8'))));
        assertEquals("LEI", refusal(() -> new Institution("BNPAFRPP", "")));
        assertEquals("Ccy", refusal(() -> new CurrencyAmount("TOK", 1)));
        assertEquals("Ccy", refusal(() -> new CurrencyAmount("XAU", 1)));
        assertEquals("Amt", refusal(() -> new CurrencyAmount("EUR", 0)));
        assertEquals("Amt", refusal(() -> new CurrencyAmount("EUR", 1_000_000_000_000_000_000L)));
        assertEquals("Amt", refusal(() -> CurrencyAmount.of("EUR", new BigDecimal("1.001"))));
        assertEquals("Amt", refusal(() -> CurrencyAmount.of("KRW", new BigDecimal("0.5"))));
        assertEquals(7, CurrencyAmount.of("KRW", new BigDecimal("7.00")).minorUnits());
        assertEquals("Cdtr", refusal(() -> leg(KR, KR, "EUR", 1)));
        for (String id : new String[] {"", "x".repeat(36), "é", "/a", "a/", "a//b", "a b"}) {
            assertEquals("MsgId", refusal(() -> new Envelope(id, Instant.EPOCH, KR, FR)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0a7f5c7e-9f50-5e1c-8c5f-0a7f5c7e9f50",
                "0A7F5C7E-9F50-4E1C-8C5F-0A7F5C7E9F50",
                "0a7f5c7e-9f50-4e1c-cc5f-0a7f5c7e9f50",
                "0a7f5c7e9f504e1c8c5f0a7f5c7e9f50"
            })
    void anotherFormIsNoUetr(String text) {
        assertEquals("UETR", refusal(() -> new Uetr(text)));
    }

    @Test
    void aUetrIsTheSameForTheSamePartsAndForNoOthers() {
        assertEquals(Uetr.of("a", "b"), Uetr.of("a", "b"));
        assertNotEquals(Uetr.of("ab", ""), Uetr.of("a", "b"));
        assertNotEquals(Uetr.of("a", "b"), Uetr.of("b", "a"));
        // By another program: sha256("1:a1:b"), with the digits of version and variant set.
        assertEquals("facdde7a-bf1e-4c5b-b012-73ab2e282f79", Uetr.of("a", "b").text());
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1_000; i++) {
            Uetr uetr = Uetr.of(Long.toString(random.nextLong()));
            assertEquals(uetr, Uetr.ofCompact(uetr.compact()));
        }
    }

    /** The negative control: the schema notices what is missing, misplaced or misspelt. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<NbOfTxs>1</NbOfTxs>|",
                "CdtTrfTxInf>|CdtTrfTxInfo>",
                "Ccy=|Currency=",
                "2026-11-23|23.11.2026",
                "1234.56|1.234,56",
                "pacs.009.001.08|pacs.009.001.09",
                "<Dbtr>|<Cdtr/><Dbtr>",
            })
    void theSchemaNoticesWhatIsNotOfIt(String old, String with) {
        String xml = Pacs009Document.of(ENVELOPE, leg(KR, FR, "EUR", 123_456));
        assertTrue(xml.contains(old), xml);
        String broken = xml.replace(old, with == null ? "" : with);
        MessageFault fault =
                assertThrows(MessageFault.class, () -> SchemaCheck.PACS_009.check(broken));
        assertTrue(fault.field().startsWith("pacs.009.001.08 line "), fault.field());
        assertFalse(Objects.requireNonNull(fault.getMessage()).isEmpty());
    }
}
