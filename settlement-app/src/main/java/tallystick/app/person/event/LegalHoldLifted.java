package tallystick.app.person.event;

import org.jspecify.annotations.Nullable;

/**
 * A legal hold has ended: two persons said so.
 *
 * @param person the person's id
 * @param matter the case
 * @param proposedBy the first person
 * @param by who did it, under a pseudonym
 * @param atEpochMillis when
 * @param idempotencyKey under which key it was asked for, null for none
 */
public record LegalHoldLifted(
        String person,
        String matter,
        String proposedBy,
        String by,
        long atEpochMillis,
        @Nullable String idempotencyKey)
        implements PersonEvent {}
