package tallystick.app.person.event;

import org.jspecify.annotations.Nullable;

/**
 * The first of two persons who end a legal hold.
 *
 * @param person the person's id
 * @param matter the case
 * @param by who did it, under a pseudonym
 * @param atEpochMillis when
 * @param idempotencyKey under which key it was asked for, null for none
 */
public record LegalHoldLiftProposed(
        String person,
        String matter,
        String by,
        long atEpochMillis,
        @Nullable String idempotencyKey)
        implements PersonEvent {}
