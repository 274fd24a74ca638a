package tallystick.app.person.event;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Personal data is kept beside the journal; here is what it can be held to.
 *
 * @param person the person's id
 * @param operator whose customer or employee it is, {@code *} for the federation's
 * @param commitments by field, SHA-256(salt ‖ field) in hex
 * @param by who did it, under a pseudonym
 * @param atEpochMillis when
 * @param idempotencyKey under which key it was asked for, null for none
 */
public record PersonalDataCommitted(
        String person,
        String operator,
        Map<String, String> commitments,
        String by,
        long atEpochMillis,
        @Nullable String idempotencyKey)
        implements PersonEvent {
    public PersonalDataCommitted {
        commitments = Collections.unmodifiableMap(new TreeMap<>(commitments));
    }
}
