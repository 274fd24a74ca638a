package tallystick.projections;

import javax.sql.DataSource;

/** A PostgreSQL that runs for the tests. */
@FunctionalInterface
interface TestPostgres {

    /** One of its databases. */
    DataSource database(String name);
}
