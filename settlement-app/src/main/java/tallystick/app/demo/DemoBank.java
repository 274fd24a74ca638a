package tallystick.app.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settlement agent's side, as far as a demonstration needs it: it keeps an account per operator
 * and currency, does what a pacs.009 says, and reports what it booked in camt.054 and camt.053.
 */
public final class DemoBank {

    /**
     * A booking.
     *
     * @param account of the operator whose it is
     * @param reference the bank's own, the same in every report
     * @param uetr of the payment
     */
    public record Booking(
            String account,
            String reference,
            String uetr,
            String currency,
            BigDecimal amount,
            boolean isCredit) {}

    private static final Pattern UETR = Pattern.compile("<[^>]*UETR>([^<]+)<");
    private static final Pattern AMOUNT =
            Pattern.compile("<[^>]*IntrBkSttlmAmt Ccy=\"([A-Z]{3})\">([^<]+)<");

    private final String day;
    private final List<Booking> booked = new ArrayList<>();
    private int reports;

    /**
     * @param name tells its references from those of others
     * @param valueDate when it books
     */
    public DemoBank(String name, LocalDate valueDate) {
        this.name = name;
        this.day = valueDate.toString();
    }

    private final String name;

    /** An operator's account. */
    public static String account(String operator, String currency) {
        return operator.toUpperCase(java.util.Locale.ROOT) + "-" + currency;
    }

    /** Money comes in for an operator. */
    public Booking credit(String operator, String currency, BigDecimal amount, String uetr) {
        return book(account(operator, currency), currency, amount, uetr, true);
    }

    /**
     * Does what a pacs.009 says, between two of its accounts.
     *
     * @return the debit and the credit
     */
    public List<Booking> pay(String pacs009, String debtor, String creditor) {
        Matcher uetr = UETR.matcher(pacs009);
        Matcher amount = AMOUNT.matcher(pacs009);
        if (!uetr.find() || !amount.find()) {
            throw new IllegalArgumentException("no payment in the message");
        }
        String currency = amount.group(1);
        BigDecimal sum = new BigDecimal(amount.group(2));
        return List.of(
                book(account(debtor, currency), currency, sum, uetr.group(1), false),
                book(account(creditor, currency), currency, sum, uetr.group(1), true));
    }

    private Booking book(
            String account, String currency, BigDecimal amount, String uetr, boolean isCredit) {
        Booking booking =
                new Booking(
                        account,
                        "%s-%05d".formatted(name, booked.size() + 1),
                        uetr,
                        currency,
                        amount,
                        isCredit);
        booked.add(booking);
        return booking;
    }

    /** Everything that was booked so far. */
    public List<Booking> booked() {
        return List.copyOf(booked);
    }

    /** A camt.054 of bookings. */
    public String notification(List<Booking> bookings) {
        return report("camt.054.001.08", "BkToCstmrDbtCdtNtfctn", "Ntfctn", bookings);
    }

    /** The camt.053 of everything booked so far. */
    public String statement() {
        return report("camt.053.001.08", "BkToCstmrStmt", "Stmt", booked);
    }

    private String report(String type, String root, String part, List<Booking> bookings) {
        String id = name + "-" + type.substring(5, 8) + "-" + ++reports;
        Map<String, List<Booking>> byAccount = new LinkedHashMap<>();
        bookings.forEach(
                one -> byAccount.computeIfAbsent(one.account(), _ -> new ArrayList<>()).add(one));
        StringBuilder xml =
                new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"")
                        .append("urn:iso:std:iso:20022:tech:xsd:")
                        .append(type)
                        .append("\"><%s><GrpHdr><MsgId>%s</MsgId>".formatted(root, id))
                        .append("<CreDtTm>%sT18:00:00Z</CreDtTm></GrpHdr>\n".formatted(day));
        int number = 0;
        for (Map.Entry<String, List<Booking>> account : byAccount.entrySet()) {
            xml.append("<%s><Id>%s-%d</Id>".formatted(part, id, ++number))
                    .append("<Acct><Id><Othr><Id>%s</Id>".formatted(account.getKey()))
                    .append("</Othr></Id></Acct>\n");
            if (part.equals("Stmt")) {
                xml.append(balance(account.getValue()));
            }
            account.getValue().forEach(one -> xml.append(entry(one)));
            xml.append("</%s>\n".formatted(part));
        }
        return xml.append("</%s></Document>\n".formatted(root)).toString();
    }

    private String balance(List<Booking> bookings) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Booking one : bookings) {
            sum = one.isCredit() ? sum.add(one.amount()) : sum.subtract(one.amount());
        }
        return ("<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"%s\">%s</Amt>"
                        + "<CdtDbtInd>%s</CdtDbtInd><Dt><Dt>%s</Dt></Dt></Bal>\n")
                .formatted(
                        bookings.getFirst().currency(),
                        sum.abs().toPlainString(),
                        sum.signum() < 0 ? "DBIT" : "CRDT",
                        day);
    }

    private String entry(Booking one) {
        return ("<Ntry><Amt Ccy=\"%s\">%s</Amt><CdtDbtInd>%s</CdtDbtInd>"
                        + "<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>%s</Dt></BookgDt>"
                        + "<AcctSvcrRef>%s</AcctSvcrRef><BkTxCd/>"
                        + "<NtryDtls><TxDtls><Refs><UETR>%s</UETR></Refs></TxDtls></NtryDtls>"
                        + "</Ntry>\n")
                .formatted(
                        one.currency(),
                        one.amount().toPlainString(),
                        one.isCredit() ? "CRDT" : "DBIT",
                        day,
                        one.reference(),
                        one.uetr());
    }
}
