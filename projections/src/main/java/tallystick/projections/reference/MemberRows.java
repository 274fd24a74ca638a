package tallystick.projections.reference;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.LedgerEvent.Reference.FactoryRegistered;
import tallystick.domain.LedgerEvent.Reference.ModelRegistered;
import tallystick.domain.LedgerEvent.Reference.OperatorRegistered;
import tallystick.domain.LedgerEvent.Reference.TenantRegistered;
import tallystick.projections.sql.ArraySql;
import tallystick.projections.sql.ArrayStatement;

/** Writes who and what is registered: operators, factories, models, tenants. */
final class MemberRows {

    private static final String OPERATORS =
            insert(
                    "reference_operator",
                    "operator text",
                    "country text",
                    "currency text",
                    "public_key text");
    private static final String FACTORIES =
            insert("reference_factory", "factory text", "operator text", "jurisdiction text");
    private static final String MODELS = insert("reference_model", "model text");
    private static final String TENANTS =
            insert("reference_tenant", "tenant text", "operator text");

    private MemberRows() {}

    /** An insert of the columns and of when they were recorded. */
    static String insert(String table, String... columns) {
        List<String> all = new ArrayList<>(List.of(columns));
        all.addAll(RegisteredRows.RECORDED);
        return ArraySql.insert(table, all);
    }

    static void insertOperators(Connection connection, RegisteredRows<OperatorRegistered> rows)
            throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, OPERATORS, rows.size())) {
            insert.texts(i -> rows.get(i).operator())
                    .texts(i -> rows.get(i).country())
                    .texts(i -> rows.get(i).currency())
                    .texts(i -> rows.get(i).publicKey());
            rows.executeRecorded(insert);
        }
    }

    static void insertFactories(Connection connection, RegisteredRows<FactoryRegistered> rows)
            throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, FACTORIES, rows.size())) {
            insert.texts(i -> rows.get(i).factory())
                    .texts(i -> rows.get(i).operator())
                    .texts(i -> rows.get(i).jurisdiction());
            rows.executeRecorded(insert);
        }
    }

    static void insertModels(Connection connection, RegisteredRows<ModelRegistered> rows)
            throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, MODELS, rows.size())) {
            insert.texts(i -> rows.get(i).model());
            rows.executeRecorded(insert);
        }
    }

    static void insertTenants(Connection connection, RegisteredRows<TenantRegistered> rows)
            throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, TENANTS, rows.size())) {
            insert.texts(i -> rows.get(i).tenant()).texts(i -> rows.get(i).operator());
            rows.executeRecorded(insert);
        }
    }
}
