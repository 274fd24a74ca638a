package tallystick.app.security.key;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tallystick.app.security.Role;

/** The first administrator's key, from the environment or a file: there is no default password. */
public final class BootstrapKey {

    private static final String PROPERTY = "tallystick.security.bootstrap-key";

    /** Whom it is for: nobody, so it stands in the journal as it is. */
    public static final String NAME = "bootstrap";

    private static final Logger LOG = LoggerFactory.getLogger(BootstrapKey.class);

    private BootstrapKey() {}

    /**
     * Makes the key the federation's administrator's, unless the journal knows its id already,
     * taken back or not.
     *
     * @param text null or empty for none
     * @throws IllegalStateException when it is not a key, or the journal takes nothing
     */
    public static void register(KeyRing keys, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return;
        }
        String key = text.strip();
        String id = KeyText.idOf(key);
        if (id == null) {
            throw new IllegalStateException(
                    PROPERTY + " must be what ./tallystick keys generate prints");
        }
        if (keys.find(id) != null) {
            return;
        }
        try {
            ApiKey _ =
                    keys.create(
                            new ApiKeyCreated(
                                    id,
                                    KeyText.hash(key),
                                    NAME,
                                    PROPERTY,
                                    List.of(
                                            Role.REFERENCE_ADMIN.wireName(),
                                            Role.AUDIT_READ.wireName(),
                                            Role.OPS.wireName()),
                                    ApiKeyCreated.FEDERATION,
                                    null,
                                    null,
                                    null,
                                    Long.MAX_VALUE,
                                    NAME,
                                    System.currentTimeMillis(),
                                    null,
                                    0));
            LOG.info("the key {} of {} is now an administrator's", id, PROPERTY);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the first key cannot be journaled", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }
}
