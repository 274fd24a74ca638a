package tallystick.app.api.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.engine.JournalEntry;
import tools.jackson.databind.JsonNode;

/**
 * An event as stored.
 *
 * @param type such as {@code UsageRecorded}
 * @param leaf its canonical bytes as the journal holds them, Base64
 * @param leafHash RFC 6962 hash of the leaf, SHA-256 over a zero byte and the bytes, hex
 * @param event the same, decoded
 * @param inclusion proof that the log has it; null in lists, and when the log does not have it yet
 * @param jurisdictionSequence its number among the jurisdiction's facts, from 1; for regulators
 */
@Wire
record AuditEventResource(
        String position,
        String recordedAt,
        String type,
        String leaf,
        String leafHash,
        JsonNode event,
        InclusionProofs.@Nullable Resource inclusion,
        @Nullable String jurisdictionSequence) {

    static AuditEventResource of(
            JournalEntry entry,
            byte[] leaf,
            DecodedEvents decoded,
            InclusionProofs.@Nullable Resource inclusion) {
        return new AuditEventResource(
                WireText.position(entry.firstPosition()),
                Rfc3339.format(entry.recordedEpochNanos()),
                type(entry),
                Base64.getEncoder().encodeToString(leaf),
                hash(leaf),
                decoded.of(entry),
                inclusion,
                null);
    }

    /** The same with its number among the facts of the caller's jurisdiction. */
    AuditEventResource numbered(@Nullable Long sequence) {
        return new AuditEventResource(
                position,
                recordedAt,
                type,
                leaf,
                leafHash,
                event,
                inclusion,
                sequence == null ? null : sequence.toString());
    }

    /** As lists show it. */
    static String type(JournalEntry entry) {
        return switch (entry) {
            case JournalEntry.Ledger e when e.event() instanceof UsageRecorded -> "UsageRecorded";
            case JournalEntry.Ledger e -> e.event().getClass().getSimpleName();
            case JournalEntry.Application _ -> "ApplicationMessage";
        };
    }

    private static String hash(byte[] leaf) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((byte) 0);
            return HexFormat.of().formatHex(sha256.digest(leaf));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
