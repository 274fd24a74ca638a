package tallystick.app.evidence;

import org.jspecify.annotations.Nullable;

/** What was to be kept is not on disk. Trying again is safe. */
public final class EvidenceStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EvidenceStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
