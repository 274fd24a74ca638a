package tallystick.app.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a credential may be used for. */
public enum Role {
    /** Records usage. */
    USAGE_WRITE("usage:write"),
    /** Reads wallets, grants, holds, quotas. */
    WALLET_READ("wallet:read"),
    /** Opens, extends, commits and releases holds. */
    WALLET_HOLD("wallet:hold"),
    /** Moves credit; gives and takes it back, when bound to no tenant. */
    WALLET_FUND("wallet:fund"),
    /** Registers, publishes, opens wallets, sets quotas, makes keys. */
    REFERENCE_ADMIN("reference:admin"),
    /** The first of two persons; drives settlement windows. */
    SETTLEMENT_MAKER("settlement:maker"),
    /** The second of two persons. */
    SETTLEMENT_CHECKER("settlement:checker"),
    /** Sets caps. */
    SETTLEMENT_TREASURY("settlement:treasury"),
    /** Reads everything there is to read of its own. */
    AUDIT_READ("audit:read"),
    /** Looks after the node. */
    OPS("ops");

    /** Roles by the name in scopes and requests. */
    public static final Map<String, Role> BY_NAME = byName();

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    /** The name in scopes and requests, such as {@code usage:write}. */
    public String wireName() {
        return wireName;
    }

    /** Whether it belongs to the two persons of settlement, which no key made over HTTP gets. */
    public boolean isSettlement() {
        return name().toLowerCase(Locale.ROOT).startsWith("settlement_");
    }

    private static Map<String, Role> byName() {
        Map<String, Role> roles = new TreeMap<>();
        Arrays.stream(values()).forEach(role -> roles.put(role.wireName, role));
        return Map.copyOf(roles);
    }
}
