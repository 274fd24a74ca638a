package tallystick.app.iso20022;

/** What cannot be made into a message, or is none; names the field and its rule. */
public final class MessageFault extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String rule;

    /**
     * @param field such as {@code CdtTrfTxInf/PmtId/UETR}, or of a record of this package
     * @param rule what it must be
     */
    public MessageFault(String field, String rule) {
        super(field + " " + rule);
        this.field = field;
        this.rule = rule;
    }

    /** Which field. */
    public String field() {
        return field;
    }

    /** Which rule it breaks. */
    public String rule() {
        return rule;
    }

    static void require(boolean kept, String field, String rule) {
        if (!kept) {
            throw new MessageFault(field, rule);
        }
    }
}
