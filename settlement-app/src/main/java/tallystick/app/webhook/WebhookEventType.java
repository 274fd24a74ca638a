package tallystick.app.webhook;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What endpoints can be told: the types of the CloudEvents in the bodies. */
public enum WebhookEventType {
    /** The posted balance fell below one of the wallet's alert thresholds. */
    BALANCE_LOW("wallet.balance.low"),
    /** The posted balance fell to 0 or below, with alerts set. */
    BALANCE_DEPLETED("wallet.balance.depleted"),
    /** A grant with credit on it expires in seven days. */
    GRANT_EXPIRING("grant.expiring"),
    GRANT_EXPIRED("grant.expired"),
    HOLD_EXPIRED("hold.expired"),
    /** Usage or a hold went beyond a quota and was let through, or was measured by a hard one. */
    QUOTA_EXCEEDED("quota.exceeded"),
    USAGE_SUSPENDED("usage.suspended"),
    /** Served where the wallet's policy does not allow; suspended. */
    RESIDENCY_BREACHED("residency.breached"),
    // ---- from here on between operators
    WINDOW_SEALED("window.sealed"),
    STATEMENT_ISSUED("statement.issued"),
    /** The debtor of a statement disputes lines of it. */
    DISPUTE_OPENED("dispute.opened"),
    DISPUTE_ACKNOWLEDGED("dispute.acknowledged"),
    DISPUTE_EVIDENCE("dispute.evidence"),
    DISPUTE_AGREED("dispute.agreed"),
    DISPUTE_REJECTED("dispute.rejected"),
    DISPUTE_ESCALATED("dispute.escalated"),
    DISPUTE_ARBITRATED("dispute.arbitrated"),
    /** Its credit and debit notes are in the open window. */
    DISPUTE_RESOLVED("dispute.resolved"),
    /** A window is paid, every leg of it confirmed. */
    SETTLEMENT_FINAL("settlement.final"),
    /** What an operator owes reached 50, 75 or 90 per cent of a cap. */
    EXPOSURE_ALERT("exposure.alert");

    /** Types by the name in requests and bodies. */
    public static final Map<String, WebhookEventType> BY_NAME = byName();

    private final String wireName;

    WebhookEventType(String wireName) {
        this.wireName = wireName;
    }

    /** The name in requests and bodies, such as {@code hold.expired}. */
    public String wireName() {
        return wireName;
    }

    /** Whether it is between operators, and no tenant's. */
    public boolean isOfSettlement() {
        return compareTo(WINDOW_SEALED) >= 0;
    }

    private static Map<String, WebhookEventType> byName() {
        Map<String, WebhookEventType> types = new TreeMap<>();
        Arrays.stream(values()).forEach(type -> types.put(type.wireName, type));
        return Map.copyOf(types);
    }
}
