package tallystick.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the server answered.
 *
 * @param <T> what there is when it did what was asked
 */
public sealed interface Answer<T> {

    /**
     * It was done.
     *
     * @param replayed whether it had been done before, under the same key
     */
    record Done<T>(T value, boolean replayed) implements Answer<T> {}

    /** It was refused, and nothing was changed. */
    record Refused<T>(Problem problem) implements Answer<T> {}

    /** Why it was refused, null when it was done. */
    default @Nullable Problem problemOrNull() {
        return switch (this) {
            case Done<T> _ -> null;
            case Refused<T> refused -> refused.problem();
        };
    }

    /**
     * What there is when it was done.
     *
     * @throws IOException with the problem when it was refused
     */
    default T orThrow() throws IOException {
        return switch (this) {
            case Done<T> done -> done.value();
            case Refused<T> refused -> throw new IOException(refused.problem().toString());
        };
    }
}
