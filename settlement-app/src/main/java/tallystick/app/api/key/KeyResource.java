package tallystick.app.api.key;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.app.security.key.ApiKey;
import tallystick.app.security.key.ApiKeyCreated;
import tallystick.app.security.key.ApiKeyRevoked;
import tallystick.app.security.key.KeyRing;

/**
 * A key.
 *
 * @param apiKey its id
 * @param secret the whole key as callers present it: in the answer that makes it, and never again
 * @param operator whose it is, {@code *} for the federation
 * @param state {@code good}, {@code expired} or {@code revoked}
 */
@Wire
record KeyResource(
        String apiKey,
        @Nullable String secret,
        String subject,
        String label,
        List<String> roles,
        @Nullable String operator,
        @Nullable String tenant,
        @Nullable List<String> wallets,
        @Nullable String jurisdiction,
        String state,
        @Nullable String expiresAt,
        String createdBy,
        String createdAt,
        @Nullable String revokedBy,
        @Nullable String revokedAt,
        String position) {

    static KeyResource of(KeyRing keys, ApiKey key) {
        return of(keys, key, null);
    }

    static KeyResource of(KeyRing keys, ApiKey key, @Nullable String secret) {
        ApiKeyCreated created = key.created();
        ApiKeyRevoked revoked = key.revoked();
        boolean isGood = key.isGoodAt(System.currentTimeMillis());
        long expiresAt = created.expiresAtEpochMillis();
        return new KeyResource(
                created.key(),
                secret,
                keys.subjectOf(key),
                keys.labelOf(key),
                created.roles(),
                created.operator().isEmpty() ? null : created.operator(),
                created.tenant(),
                created.wallets(),
                created.jurisdiction(),
                revoked != null ? "revoked" : isGood ? "good" : "expired",
                expiresAt == Long.MAX_VALUE ? null : time(expiresAt),
                keys.nameOf(created.by()),
                time(created.atEpochMillis()),
                revoked == null ? null : keys.nameOf(revoked.by()),
                revoked == null ? null : time(revoked.atEpochMillis()),
                WireText.position(key.position()));
    }

    private static String time(long epochMillis) {
        return WireText.time(Instant.ofEpochMilli(epochMillis));
    }
}
