package tallystick.app.brokenwall;

/** A page that asks the database. */
public record ConsoleWithJdbc(javax.sql.DataSource dataSource) {}
