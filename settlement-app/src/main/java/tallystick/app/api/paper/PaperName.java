package tallystick.app.api.paper;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name of a document, which is for ever: a kind, a window and what tells it from others of the
 * kind, with colons between, such as {@code invoice:w1:op-kr:op-fr:EUR}. Names of the ledger have
 * no colons.
 */
record PaperName(Kind kind, String window, List<String> rest) {

    /** What there is of a window. */
    enum Kind {
        SEAL(0),
        USAGE(2),
        INVOICE(3),
        CREDIT_NOTE(3),
        DEBIT_NOTE(3),
        BILATERAL(3),
        NOTICE(2),
        NETTING(0),
        APPROVAL(0),
        FINALITY(0),
        SUMS(0);

        private final int parts;

        Kind(int parts) {
            this.parts = parts;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    PaperName {
        rest = List.copyOf(rest);
    }

    static PaperName of(Kind kind, String window, String... rest) {
        return new PaperName(kind, window, List.of(rest));
    }

    /** Null when it is no document's name. */
    static @Nullable PaperName parse(String text) {
        List<String> parts = List.of(text.split(":", -1));
        for (Kind kind : Kind.values()) {
            if (kind.wireName().equals(parts.getFirst()) && parts.size() == 2 + kind.parts) {
                return new PaperName(kind, parts.get(1), parts.subList(2, parts.size()));
            }
        }
        return null;
    }

    /** What the name of a statement is made of: window, home, serving, currency. */
    String statement() {
        return window + ":" + String.join(":", rest);
    }

    @Override
    public String toString() {
        return kind.wireName() + ":" + (rest.isEmpty() ? window : statement());
    }
}
