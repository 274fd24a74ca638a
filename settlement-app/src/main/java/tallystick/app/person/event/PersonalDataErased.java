package tallystick.app.person.event;

import org.jspecify.annotations.Nullable;

/**
 * Opening, salt and key of a person were deleted, all of them.
 *
 * @param person the person's id
 * @param by who did it, under a pseudonym
 * @param atEpochMillis when
 * @param idempotencyKey under which key it was asked for, null for none
 */
public record PersonalDataErased(
        String person, String by, long atEpochMillis, @Nullable String idempotencyKey)
        implements PersonEvent {}
