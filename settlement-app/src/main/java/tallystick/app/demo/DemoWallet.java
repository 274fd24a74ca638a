package tallystick.app.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A wallet of the demo.
 *
 * @param rank from 0: the lower, the more it consumes
 * @param name such as {@code wal-kr-001}
 * @param home its home operator
 * @param small granted so little that it runs into its overdraft, and beyond it into debt
 * @param homeOnly its policy allows factories of its own country only
 */
record DemoWallet(int rank, String name, DemoOperator home, boolean small, boolean homeOnly) {

    /** How many wallets the demo opens. */
    static final int COUNT = 200;

    /** How many tenants each operator has. */
    static final int TENANTS = 5;

    private static final BigDecimal PAID_EUROS = new BigDecimal("25");
    private static final BigDecimal PROMO_EUROS = new BigDecimal("0.5");
    private static final BigDecimal SMALL_EUROS = new BigDecimal("0.02");
    private static final BigDecimal OVERDRAFT_EUROS = new BigDecimal("0.05");

    /** The demo's wallets in order of rank. */
    static List<DemoWallet> all() {
        List<DemoWallet> wallets = new ArrayList<>();
        DemoOperator[] operators = DemoOperator.values();
        for (int rank = 0; rank < COUNT; rank++) {
            DemoOperator home = operators[rank % operators.length];
            String name = "wal-%s-%03d".formatted(home.tag(), rank + 1);
            wallets.add(new DemoWallet(rank, name, home, rank % 13 == 7, rank % 10 == 4));
        }
        return List.copyOf(wallets);
    }

    String tenant() {
        return tenantOf(home, rank / DemoOperator.values().length % TENANTS);
    }

    static String tenantOf(DemoOperator operator, int number) {
        return "tnt-%s-%d".formatted(operator.tag(), number + 1);
    }

    /** Paid credit, in the home operator's currency. */
    BigDecimal paid() {
        return (small ? SMALL_EUROS : PAID_EUROS).multiply(home.perEuro());
    }

    /** Promotional credit that is drawn first, 0 for none. */
    BigDecimal promo() {
        return small ? BigDecimal.ZERO : PROMO_EUROS.multiply(home.perEuro());
    }

    BigDecimal overdraftLimit() {
        return small ? OVERDRAFT_EUROS.multiply(home.perEuro()) : BigDecimal.ZERO;
    }
}
