package tallystick.app.person.event;

import org.jspecify.annotations.Nullable;

/**
 * From here on nothing of the person may be erased.
 *
 * @param person the person's id
 * @param matter the case it is for, a reference and no name
 * @param by who did it, under a pseudonym
 * @param atEpochMillis when
 * @param idempotencyKey under which key it was asked for, null for none
 */
public record LegalHoldSet(
        String person,
        String matter,
        String by,
        long atEpochMillis,
        @Nullable String idempotencyKey)
        implements PersonEvent {}
