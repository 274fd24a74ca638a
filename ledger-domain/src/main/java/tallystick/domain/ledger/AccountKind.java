package tallystick.domain.ledger;

/** The chart of accounts (domain chapter §3.4), each debit-normal or credit-normal. */
public enum AccountKind {
    WALLET("wallet", false),
    HELD("held", false),
    REVENUE_RETAIL("revenue.retail", false),
    REVENUE_WHOLESALE("revenue.wholesale", false),
    COST_WHOLESALE("cost.wholesale", true),
    INTEROP_PAYABLE("interop.payable", false),
    INTEROP_RECEIVABLE("interop.receivable", true),
    FUNDING("funding", true),
    PROMO("promo", true),
    BREAKAGE("breakage", false),
    SHORTFALL("shortfall", true),
    ROUNDING("rounding", false),
    SETTLEMENT_CONTROL("settlement.control", true),
    COLLATERAL("collateral", false),
    /** What was given in one currency for what was got in another: an operator's exchange. */
    FX_POSITION("fx.position", true),
    FX_ROUNDING("fx-rounding", false);

    private final String wireName;
    private final boolean debitNormal;

    AccountKind(String wireName, boolean debitNormal) {
        this.wireName = wireName;
        this.debitNormal = debitNormal;
    }

    /** First part of an account's name, such as {@code interop.payable}. */
    public String wireName() {
        return wireName;
    }

    /** Whether a debit increases the balance. */
    public boolean isDebitNormal() {
        return debitNormal;
    }

    boolean isWallets() {
        return this == WALLET || this == HELD || this == SHORTFALL;
    }

    boolean hasPeer() {
        return this == INTEROP_PAYABLE || this == INTEROP_RECEIVABLE;
    }
}
