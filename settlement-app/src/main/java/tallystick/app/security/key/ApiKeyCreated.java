package tallystick.app.security.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key was made.
 *
 * @param key its id
 * @param hash SHA-256 of the key, hex
 * @param subject the person or system it is for: in the journal a pseudonym, or the key's id
 * @param label for a person, may be empty: in the journal a commitment
 * @param roles what it may be used for, by name
 * @param operator whose it is: an operator, {@code *} for the federation, empty for a regulator's
 * @param tenant whose it is within that, null for the operator's
 * @param wallets which of the tenant's wallets, null for all
 * @param jurisdiction a regulator's country, null for others
 * @param expiresAtEpochMillis when it ends, {@link Long#MAX_VALUE} for never
 * @param by who made it
 * @param atEpochMillis when
 * @param idempotencyKey under which key it was asked for, null for none
 * @param fingerprint of what was asked
 */
public record ApiKeyCreated(
        String key,
        String hash,
        String subject,
        String label,
        List<String> roles,
        String operator,
        @Nullable String tenant,
        @Nullable List<String> wallets,
        @Nullable String jurisdiction,
        long expiresAtEpochMillis,
        String by,
        long atEpochMillis,
        @Nullable String idempotencyKey,
        long fingerprint)
        implements ApiKeyEvent {

    /** What {@code operator} says of the federation's own. */
    public static final String FEDERATION = "*";

    public ApiKeyCreated {
        roles = List.copyOf(roles);
        wallets = wallets == null ? null : List.copyOf(wallets);
    }

    /** The same for another subject. */
    ApiKeyCreated withSubject(String other, String otherLabel, long otherFingerprint) {
        return new ApiKeyCreated(
                key,
                hash,
                other,
                otherLabel,
                roles,
                operator,
                tenant,
                wallets,
                jurisdiction,
                expiresAtEpochMillis,
                by,
                atEpochMillis,
                idempotencyKey,
                otherFingerprint);
    }
}
