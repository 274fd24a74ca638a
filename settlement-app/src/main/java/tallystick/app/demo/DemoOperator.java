package tallystick.app.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The members of the demo's federation. */
enum DemoOperator {
    KOREA("op-kr", "KR", "KRW", "1600", "kr-sejong-1", "kr-busan-1"),
    FRANCE("op-fr", "FR", "EUR", "1", "fr-paris-1", "fr-lyon-1"),
    INDIA("op-in", "IN", "INR", "95", "in-mumbai-1", "in-pune-1");

    private final String wireName;
    private final String country;
    private final String currency;
    private final BigDecimal perEuro;
    private final String firstFactory;
    private final String secondFactory;

    DemoOperator(
            String wireName,
            String country,
            String currency,
            String perEuro,
            String firstFactory,
            String secondFactory) {
        this.wireName = wireName;
        this.country = country;
        this.currency = currency;
        this.perEuro = new BigDecimal(perEuro);
        this.firstFactory = firstFactory;
        this.secondFactory = secondFactory;
    }

    /** The name in the ledger, such as {@code op-kr}. */
    String wireName() {
        return wireName;
    }

    /** ISO 3166-1 alpha-2, also the jurisdiction of its factories. */
    String country() {
        return country;
    }

    /** ISO 4217: what its customers pay in and what its factories charge in. */
    String currency() {
        return currency;
    }

    /** What the demo's prices and grants, written in euros, are multiplied by. */
    BigDecimal perEuro() {
        return perEuro;
    }

    List<String> factories() {
        return List.of(firstFactory, secondFactory);
    }

    /** Who is who to banks, as a node is told. The BICs are of nobody. */
    static Map<String, Object> banks() {
        Map<String, Object> banks = new TreeMap<>();
        String base = "tallystick.settlement.";
        banks.put(base + "hub-name", "Demo settlement hub");
        banks.put(base + "hub-bic", "XHUBDEF0XXX");
        banks.put(base + "agent-bic", "XAGTDEF0XXX");
        for (DemoOperator operator : values()) {
            banks.put(base + "bics." + operator.wireName, "XTEL" + operator.country + "00XXX");
            banks.put(
                    base + "legal-names." + operator.wireName,
                    "Example Telecom "
                            + operator.name().charAt(0)
                            + operator.name().substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return banks;
    }

    /** Lower-case country, for names: {@code kr} in {@code wal-kr-001}. */
    String tag() {
        return wireName.substring("op-".length());
    }
}
