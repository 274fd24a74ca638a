package tallystick.domain.brokenwall;

/** A rule with a database. */
public record DomainWithJdbc(javax.sql.DataSource dataSource) {}
