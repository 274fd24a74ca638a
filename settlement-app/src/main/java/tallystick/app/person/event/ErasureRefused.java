package tallystick.app.person.event;

import org.jspecify.annotations.Nullable;

/**
 * Somebody asked for an erasure that a legal hold forbids.
 *
 * @param person the person's id
 * @param matter the hold that forbids it
 * @param by who did it, under a pseudonym
 * @param atEpochMillis when
 * @param idempotencyKey under which key it was asked for, null for none
 */
public record ErasureRefused(
        String person,
        String matter,
        String by,
        long atEpochMillis,
        @Nullable String idempotencyKey)
        implements PersonEvent {}
