package tallystick.app.document;

import java.util.Locale;

/** What a paper is. */
public enum PaperKind {
    /** What the recipient owes the issuer for usage that the issuer served. */
    INVOICE("Invoice"),
    /** What the issuer takes off an earlier paper: 0 or less. */
    CREDIT_NOTE("Credit note"),
    /** What the issuer adds to an earlier paper: 0 or more. */
    DEBIT_NOTE("Debit note"),
    /** Both directions between two operators, and what is left of them. */
    BILATERAL_STATEMENT("Bilateral statement"),
    /** What an operator pays or is paid on balance, with its own pairs and nobody else's. */
    NET_POSITION_NOTICE("Net position notice");

    private final String title;

    PaperKind(String title) {
        this.title = title;
    }

    /** As a heading. */
    public String title() {
        return title;
    }

    /** The name in JSON and CSV, such as {@code credit_note}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the issuer is called. */
    String issuerLabel() {
        return switch (this) {
            case INVOICE, CREDIT_NOTE, DEBIT_NOTE -> "From (serving operator)";
            case BILATERAL_STATEMENT -> "Between";
            case NET_POSITION_NOTICE -> "From";
        };
    }

    /** What the recipient is called. */
    String recipientLabel() {
        return switch (this) {
            case INVOICE, CREDIT_NOTE, DEBIT_NOTE -> "To (home operator)";
            case BILATERAL_STATEMENT -> "and";
            case NET_POSITION_NOTICE -> "To";
        };
    }

    boolean isNote() {
        return this == CREDIT_NOTE || this == DEBIT_NOTE;
    }

    /** Whether a total may have that sign: negative is owed to the recipient. */
    boolean mayTotal(int signum) {
        return switch (this) {
            case INVOICE, DEBIT_NOTE -> signum >= 0;
            case CREDIT_NOTE -> signum <= 0;
            case BILATERAL_STATEMENT, NET_POSITION_NOTICE -> true;
        };
    }
}
