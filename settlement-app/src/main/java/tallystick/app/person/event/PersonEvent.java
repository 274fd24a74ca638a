package tallystick.app.person.event;

import org.jspecify.annotations.Nullable;

/** What happens to somebody's personal data. */
public sealed interface PersonEvent
        permits PersonalDataCommitted,
                PersonalDataErased,
                ErasureRefused,
                LegalHoldSet,
                LegalHoldLiftProposed,
                LegalHoldLifted {

    /** The person's id, which says nothing of the person. */
    String person();

    /** Who did it, under a pseudonym. */
    String by();

    /** When, milliseconds since 1970. */
    long atEpochMillis();

    /** Under which key it was asked for, null for none. */
    @Nullable String idempotencyKey();
}
