package tallystick.projections;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/** From the binaries that the application brings. */
final class EmbeddedTestPostgres {

    private EmbeddedTestPostgres() {}

    static TestPostgres start() {
        try {
            // No test here cuts the power; rates are measured with -Dpostgres.fsync=on.
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.builder()
                            .setServerConfig("fsync", System.getProperty("postgres.fsync", "off"))
                            .start();
            return name -> postgres.getDatabase("postgres", name);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
