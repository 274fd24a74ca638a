package tallystick.engine.ingest;

import org.jspecify.annotations.Nullable;

/** Knows who may send records. Safe for many threads. */
public interface IngestAuthority {

    /**
     * Whoever a credential names.
     *
     * @param credential as it came: never repeat it in a message or log
     * @return null when it is not good, or not good for sending usage
     */
    @Nullable IngestWriter authenticate(String credential);
}
