package tallystick.app.iso20022;

import com.prowidesoftware.swift.model.mx.MxCamt05300108;
import com.prowidesoftware.swift.model.mx.MxCamt05400108;
import com.prowidesoftware.swift.model.mx.dic.AccountIdentification4Choice;
import com.prowidesoftware.swift.model.mx.dic.AccountNotification17;
import com.prowidesoftware.swift.model.mx.dic.AccountStatement9;
import com.prowidesoftware.swift.model.mx.dic.ActiveOrHistoricCurrencyAndAmount;
import com.prowidesoftware.swift.model.mx.dic.CashAccount39;
import com.prowidesoftware.swift.model.mx.dic.CreditDebitCode;
import com.prowidesoftware.swift.model.mx.dic.DateAndDateTime2Choice;
import com.prowidesoftware.swift.model.mx.dic.EntryDetails9;
import com.prowidesoftware.swift.model.mx.dic.EntryTransaction10;
import com.prowidesoftware.swift.model.mx.dic.ReportEntry10;
import com.prowidesoftware.swift.model.mx.dic.TransactionReferences6;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads camt.053.001.08 and camt.054.001.08. What is not of its schema is refused whole. */
public final class CashReportDocument {

    /** Most characters of a message. */
    public static final int MOST_CHARS = 16 * 1024 * 1024;

    private static final String BOOKED = "BOOK";

    /** Code list {@code ExternalEntryStatus1Code}: booked, pending, expected, for information. */
    private static final List<String> STATES = List.of(BOOKED, "PDNG", "FUTR", "INFO");

    private static final String NAMESPACES = "urn:iso:std:iso:20022:tech:xsd:";

    private CashReportDocument() {}

    /**
     * The report.
     *
     * @throws MessageFault naming what is wrong and where; nothing of it is taken then
     */
    public static CashReport read(String xml) {
        MessageFault.require(
                xml.length() <= MOST_CHARS,
                "the message",
                "must have at most " + MOST_CHARS + " characters");
        String namespace = namespace(xml);
        if (namespace.equals(SchemaCheck.CAMT_053.namespace())) {
            SchemaCheck.CAMT_053.check(xml);
            return statement(Objects.requireNonNull(MxCamt05300108.parse(xml)));
        }
        if (namespace.equals(SchemaCheck.CAMT_054.namespace())) {
            SchemaCheck.CAMT_054.check(xml);
            return notification(Objects.requireNonNull(MxCamt05400108.parse(xml)));
        }
        throw new MessageFault(
                "Document",
                "must be of camt.053.001.08 or camt.054.001.08, not of "
                        + (namespace.startsWith(NAMESPACES)
                                ? namespace.substring(NAMESPACES.length())
                                : "another namespace"));
    }

    /** Of the outermost element. Whoever has a document type is not looked at further. */
    private static String namespace(String xml) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            while (reader.hasNext()) {
                int event = reader.next();
                MessageFault.require(
                        event != XMLStreamReader.DTD, "Document", "must have no document type");
                if (event == XMLStreamReader.START_ELEMENT) {
                    return String.valueOf(reader.getNamespaceURI());
                }
            }
        } catch (XMLStreamException broken) {
            throw new MessageFault("the message", "must be XML");
        }
        throw new MessageFault("the message", "must be XML");
    }

    private static CashReport statement(MxCamt05300108 message) {
        List<CashEntry> entries = new ArrayList<>();
        for (AccountStatement9 statement : message.getBkToCstmrStmt().getStmt()) {
            for (ReportEntry10 entry : statement.getNtry()) {
                add(account(statement.getAcct()), entry, entries);
            }
        }
        return new CashReport(
                SchemaCheck.CAMT_053.type(),
                message.getBkToCstmrStmt().getGrpHdr().getMsgId(),
                entries);
    }

    private static CashReport notification(MxCamt05400108 message) {
        List<CashEntry> entries = new ArrayList<>();
        for (AccountNotification17 told : message.getBkToCstmrDbtCdtNtfctn().getNtfctn()) {
            for (ReportEntry10 entry : told.getNtry()) {
                add(account(told.getAcct()), entry, entries);
            }
        }
        return new CashReport(
                SchemaCheck.CAMT_054.type(),
                message.getBkToCstmrDbtCdtNtfctn().getGrpHdr().getMsgId(),
                entries);
    }

    private static String account(CashAccount39 account) {
        AccountIdentification4Choice id = account.getId();
        String iban = id.getIBAN();
        return iban != null ? iban : id.getOthr().getId();
    }

    private static void add(String account, ReportEntry10 entry, List<CashEntry> into) {
        List<EntryTransaction10> transactions =
                entry.getNtryDtls().stream()
                        .map(EntryDetails9::getTxDtls)
                        .flatMap(List::stream)
                        .toList();
        if (transactions.isEmpty()) {
            into.add(entry(account, entry, null));
        }
        for (EntryTransaction10 transaction : transactions) {
            MessageFault.require(
                    transactions.size() == 1 || transaction.getAmt() != null,
                    "NtryDtls/TxDtls/Amt",
                    "is required where an entry has several transactions");
            into.add(entry(account, entry, transaction));
        }
    }

    private static CashEntry entry(
            String account, ReportEntry10 entry, @Nullable EntryTransaction10 transaction) {
        ActiveOrHistoricCurrencyAndAmount own = transaction == null ? null : transaction.getAmt();
        ActiveOrHistoricCurrencyAndAmount amount = own == null ? entry.getAmt() : own;
        CreditDebitCode ownSide = transaction == null ? null : transaction.getCdtDbtInd();
        CreditDebitCode side = ownSide == null ? entry.getCdtDbtInd() : ownSide;
        MessageFault.require(side != null, "CdtDbtInd", "must be CRDT or DBIT");
        String status = entry.getSts().getCd();
        MessageFault.require(
                status != null && STATES.contains(status), "Sts/Cd", "must be one of " + STATES);
        TransactionReferences6 references = transaction == null ? null : transaction.getRefs();
        String ownReference = references == null ? null : references.getAcctSvcrRef();
        return new CashEntry(
                account,
                references == null ? null : uetr(references),
                CurrencyAmount.of(amount.getCcy(), amount.getValue()),
                side == CreditDebitCode.CRDT,
                Boolean.TRUE.equals(entry.isRvslInd()),
                status.equals(BOOKED),
                date(entry.getBookgDt()),
                ownReference == null ? entry.getAcctSvcrRef() : ownReference);
    }

    /** As such, or without dashes where the payment was told apart by another of its ids. */
    private static @Nullable Uetr uetr(TransactionReferences6 references) {
        String told = references.getUETR();
        if (told != null) {
            return new Uetr(told);
        }
        return Stream.of(references.getEndToEndId(), references.getInstrId(), references.getTxId())
                .filter(id -> id != null && Uetr.isCompact(id))
                .findFirst()
                .map(Uetr::ofCompact)
                .orElse(null);
    }

    private static @Nullable LocalDate date(@Nullable DateAndDateTime2Choice told) {
        if (told == null) {
            return null;
        }
        return told.getDt() != null ? told.getDt() : told.getDtTm().toLocalDate();
    }
}
