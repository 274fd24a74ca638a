package tallystick.projections.sql;

import java.sql.SQLException;

/** The database did not do as asked; the cause says why. Nothing was changed. */
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseException(String message, SQLException cause) {
        super(message, cause);
    }
}
