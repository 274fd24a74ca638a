package tallystick.app.wiring;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** A PostgreSQL that somebody else runs. */
record ConfiguredPostgres(String url, String user, String password)
        implements JdbcConnectionDetails {

    @Override
    public String getJdbcUrl() {
        return url;
    }

    @Override
    public String getUsername() {
        return user;
    }

    @Override
    public String getPassword() {
        return password;
    }

    /** Says no secret. */
    @Override
    public String toString() {
        return "PostgreSQL " + url + " as " + user;
    }
}
