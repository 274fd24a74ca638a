package tallystick.engine.brokenwall;

/** An engine with a database. */
public record EngineWithJdbc(javax.sql.DataSource dataSource) {}
