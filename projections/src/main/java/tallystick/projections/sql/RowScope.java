package tallystick.projections.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a reader may see. Views put it into the query itself: a row that is not the reader's
 * is never read, so that neither a page's length nor its end tells of it.
 *
 * @param operators whose rows, null for everybody's; a row of a pair is both operators'
 * @param tenant whose rows among those, null for every tenant's
 * @param wallets which among those, null for all
 */
public record RowScope(
        @Nullable List<String> operators, @Nullable String tenant, @Nullable List<String> wallets) {

    /** Every row. */
    public static final RowScope ALL = new RowScope(null, null, null);

    public RowScope {
        operators = operators == null ? null : List.copyOf(operators);
        wallets = wallets == null ? null : List.copyOf(wallets);
    }

    /** The rows of operators. */
    public static RowScope ofOperators(Collection<String> operators) {
        return new RowScope(List.copyOf(operators), null, null);
    }

    /** Whether it leaves rows out. */
    public boolean isNarrow() {
        return operators != null;
    }

    /** Whether an operator's rows are within. */
    public boolean hasOperator(String operator) {
        return operators == null || operators.contains(operator);
    }

    /** Whether a row of a pair is within. */
    public boolean hasPair(String home, String serving) {
        return hasOperator(home) || hasOperator(serving);
    }

    /** A condition to add to a {@code WHERE}, and its parameters. */
    public record Condition(String sql, List<Object> parameters) {

        /** The parameters of a whole query: those before, these, those after. */
        public Object[] between(List<?> before, Object... after) {
            List<Object> all = new ArrayList<>(before);
            all.addAll(parameters);
            for (Object parameter : after) {
                all.add(parameter);
            }
            return all.toArray();
        }
    }

    private static final Condition NONE = new Condition("", List.of());

    /** Rows of one operator, by the column that names it. */
    public Condition ofOperator(String column) {
        return operators == null
                ? NONE
                : new Condition(" AND " + column + " = ANY (?)", one(array(operators)));
    }

    /** Rows of a pair of operators, by the two columns that name them. */
    public Condition ofPair(String home, String serving) {
        return operators == null
                ? NONE
                : new Condition(
                        " AND (" + home + " = ANY (?) OR " + serving + " = ANY (?))",
                        List.<Object>of(array(operators), array(operators)));
    }

    /** Rows of a tenant, by the column that names it. */
    public Condition ofTenant(String column) {
        if (operators == null) {
            return NONE;
        }
        List<Object> parameters = new ArrayList<>();
        parameters.add(array(operators));
        String sql =
                " AND "
                        + column
                        + " IN (SELECT tenant FROM reference_tenant WHERE operator = ANY (?)";
        if (tenant != null) {
            parameters.add(tenant);
            sql += " AND tenant = ?";
        }
        return new Condition(sql + ")", parameters);
    }

    /** Rows of a wallet, by the columns that name it and its tenant. */
    public Condition ofWallet(String wallet, String tenantColumn) {
        Condition byTenant = ofTenant(tenantColumn);
        if (wallets == null) {
            return byTenant;
        }
        List<Object> parameters = new ArrayList<>(byTenant.parameters());
        parameters.add(array(wallets));
        return new Condition(byTenant.sql() + " AND " + wallet + " = ANY (?)", parameters);
    }

    private static List<Object> one(Object parameter) {
        return List.of(parameter);
    }

    private static String[] array(List<String> names) {
        return names.toArray(String[]::new);
    }
}
