package tallystick.domain.ledger;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision.Refused;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;

/** Rules that fields of commands share. Each gives null when the field keeps the rule. */
final class FieldCheck {

    private static final int MAX_NAME = 128;
    private static final int MAX_TEXT = 256;

    private FieldCheck() {}

    /** The first refusal of several checks, null when none refuses. */
    static @Nullable Refused first(@Nullable Refused... checks) {
        for (Refused check : checks) {
            if (check != null) {
                return check;
            }
        }
        return null;
    }

    /**
     * A name: 1 … 128 characters, normalised (NFC), no control characters, blanks at the ends or
     * colons; colons separate the parts of statement names.
     */
    static @Nullable Refused name(String field, String value) {
        boolean good =
                !value.isEmpty()
                        && value.length() <= MAX_NAME
                        && value.equals(value.strip())
                        && value.codePoints().noneMatch(FieldCheck::isForbidden)
                        && Normalizer.isNormalized(value, Normalizer.Form.NFC);
        return good
                ? null
                : invalid(
                        field,
                        "must be 1 to 128 characters in Unicode normal form C, without control"
                                + " characters, colons or blanks at the ends");
    }

    /** A reason for a person: 1 … 256 characters, none of them a control character. */
    static @Nullable Refused text(String field, String value) {
        boolean good =
                !value.isBlank()
                        && value.length() <= MAX_TEXT
                        && value.codePoints().noneMatch(Character::isISOControl);
        return good
                ? null
                : invalid(field, "must be 1 to 256 characters without control characters");
    }

    private static boolean isForbidden(int codePoint) {
        return Character.isISOControl(codePoint)
                || codePoint == ':'
                || Character.getType(codePoint) == Character.FORMAT
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    static @Nullable Refused jurisdiction(String field, String value) {
        return Jurisdiction.isCode(value)
                ? null
                : invalid(field, "must be two capital letters (ISO 3166-1 alpha-2)");
    }

    /** An amount from 0 up to the posting limit, exclusive. */
    static @Nullable Refused amount(String field, Pico value) {
        if (value.isNegative()) {
            return invalid(field, "must not be negative");
        }
        return value.compareTo(Accounts.POSTING_LIMIT) < 0
                ? null
                : LedgerDecider.refused(
                        RefusalCode.AMOUNT_OVERFLOW, field, "must be less than 2^120 pico-units");
    }

    static @Nullable Refused known(String field, String value, NameTable names) {
        return names.contains(value)
                ? null
                : LedgerDecider.refused(RefusalCode.NOT_FOUND, field, "does not exist");
    }

    static @Nullable Refused free(String field, String value, NameTable names) {
        if (names.contains(value)) {
            return LedgerDecider.refused(
                    RefusalCode.ALREADY_EXISTS, field, "is taken by an earlier one");
        }
        return names.isFull()
                ? LedgerDecider.refused(
                        RefusalCode.LIMIT_REACHED, field, "the ledger takes no more of these")
                : null;
    }

    static Refused invalid(String field, String detail) {
        return LedgerDecider.refused(RefusalCode.INVALID_REQUEST, field, detail);
    }
}
