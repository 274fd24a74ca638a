package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.first;
import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.known;
import static tallystick.domain.ledger.LedgerDecider.refused;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.Decision.Refused;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Settlement.WindowFenced;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.WindowRunEvent.BatchNoted;
import tallystick.domain.WindowRunEvent.BatchReturned;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.GapReport;
import tallystick.domain.settlement.WindowState;

/**
 * Decides what senders say of their batches (settlement chapter §4.5, level 1). A batch with a gap,
 * a number again, other totals or a wrong signature is returned, and that it was is kept. When the
 * last stream of a window in grace is complete, the grace ends in the same decision.
 */
final class BatchDecider {

    /** Before the 32 bytes of a key: its DER form (RFC 8410). */
    private static final byte[] KEY_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private BatchDecider() {}

    static Decision decide(BatchNotice notice, LedgerState state) {
        Refused refused =
                first(
                        known("serving_operator", notice.servingOperator(), state.names.operators),
                        known("home_operator", notice.homeOperator(), state.names.operators),
                        notice.servingOperator().equals(notice.homeOperator())
                                ? invalid("home_operator", "must not be the serving operator")
                                : null,
                        notice.sequence() < 1 ? invalid("sequence", "must be 1 or more") : null,
                        notice.records() < 0 ? invalid("records", "must not be negative") : null);
        if (refused != null) {
            return refused;
        }
        Window window = state.windows.find(notice.window());
        if (window == null) {
            return refused(RefusalCode.NOT_FOUND, "window", "does not exist");
        }
        Refused stateRefused = takesBatches(window, notice);
        if (stateRefused != null) {
            return stateRefused;
        }
        Refusal fault = fault(notice, window, state);
        return fault != null
                ? new Refused(
                        fault, List.of(new BatchReturned(notice, fault.code(), fault.detail())))
                : noted(notice, window, state);
    }

    private static @Nullable Refused takesBatches(Window window, BatchNotice notice) {
        if (window.state == WindowState.OPEN) {
            return notice.last()
                    ? refused(
                            RefusalCode.WRONG_STATE,
                            "last",
                            "the window is open: its last batches follow its cut-off")
                    : null;
        }
        return window.state == WindowState.GRACE
                ? null
                : refused(RefusalCode.WRONG_STATE, "window", "takes no more batches");
    }

    /** What is fatal of a batch, in order of precedence; null for nothing. */
    private static @Nullable Refusal fault(BatchNotice notice, Window window, LedgerState state) {
        String key = state.reference.publicKeyOf(notice.servingOperator());
        if (!key.isEmpty() && !isSigned(notice, key)) {
            return new Refusal(
                    RefusalCode.BAD_SIGNATURE,
                    "signature",
                    "is not that of the serving operator's registered key over this notice");
        }
        StreamBook.Noted noted =
                state.streams.noted(window, notice.servingOperator(), notice.homeOperator());
        if (noted.last() || notice.sequence() <= noted.batches()) {
            return new Refusal(
                    RefusalCode.ALREADY_EXISTS,
                    "sequence",
                    noted.last()
                            ? "the stream's last batch was number " + noted.batches()
                            : "was noted before; the next is " + (noted.batches() + 1));
        }
        if (notice.sequence() > noted.batches() + 1) {
            return new Refusal(
                    RefusalCode.SEQUENCE_GAP, "sequence", "the next is " + (noted.batches() + 1));
        }
        GapReport.Stream stream = stream(notice, window, state);
        long records = stream.records() - noted.records();
        long tokens = stream.tokens() - noted.tokens();
        if (notice.records() != records) {
            return new Refusal(
                    RefusalCode.CONTROL_TOTALS, "records", records + " records were recorded");
        }
        return notice.tokens() == tokens
                ? null
                : new Refusal(RefusalCode.CONTROL_TOTALS, "tokens", tokens + " tokens were billed");
    }

    private static GapReport.Stream stream(BatchNotice notice, Window window, LedgerState state) {
        return state.streams.report(window, state).streams().stream()
                .filter(stream -> stream.servingOperator().equals(notice.servingOperator()))
                .filter(stream -> stream.homeOperator().equals(notice.homeOperator()))
                .findFirst()
                .orElse(
                        new GapReport.Stream(
                                notice.servingOperator(),
                                notice.homeOperator(),
                                false,
                                0,
                                0,
                                0,
                                0,
                                0,
                                false));
    }

    private static Decision noted(BatchNotice notice, Window window, LedgerState state) {
        List<LedgerEvent> events = new ArrayList<>(List.of(new BatchNoted(notice)));
        if (window.state == WindowState.GRACE
                && notice.last()
                && state.schedules.find(window.name) != null
                && completes(notice, window, state)) {
            // The notice itself stands at the next position, and is no member.
            events.add(new WindowFenced(window.name, state.lastPosition() + 1));
        }
        return new Accepted(events, window.name);
    }

    /** Whether every other expected stream is complete; this one is by this notice. */
    private static boolean completes(BatchNotice notice, Window window, LedgerState state) {
        return state.streams.report(window, state).streams().stream()
                .filter(GapReport.Stream::expected)
                .allMatch(
                        stream ->
                                stream.isComplete()
                                        || (stream.servingOperator()
                                                        .equals(notice.servingOperator())
                                                && stream.homeOperator()
                                                        .equals(notice.homeOperator())));
    }

    private static boolean isSigned(BatchNotice notice, String publicKey) {
        return isSigned(notice.signed(), notice.signature(), publicKey);
    }

    /**
     * Whether a signature is that of a key (Ed25519, RFC 8032).
     *
     * @param signature base64
     * @param publicKey base64 of 32 bytes
     */
    static boolean isSigned(byte[] message, String signature, String publicKey) {
        try {
            byte[] raw = Base64.getDecoder().decode(publicKey);
            byte[] der = new byte[KEY_PREFIX.length + raw.length];
            System.arraycopy(KEY_PREFIX, 0, der, 0, KEY_PREFIX.length);
            System.arraycopy(raw, 0, der, KEY_PREFIX.length, raw.length);
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
            verifier.update(message);
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }
}
