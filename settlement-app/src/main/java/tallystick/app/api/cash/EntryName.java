package tallystick.app.api.cash;

import tallystick.app.iso20022.CashEntry;
import tallystick.app.iso20022.Uetr;

/**
 * What a bank's entry is called in the ledger: the same in every report that has it. By the bank's
 * reference; where there is none by what it says, and then two equal payments of one reference are
 * one, which errs on the side of asking a person.
 */
record EntryName(String byReference, String byContent) {

    static EntryName of(CashEntry entry, Uetr uetr) {
        String content =
                Uetr.of(
                                "entry",
                                entry.account(),
                                uetr.text(),
                                entry.amount().currency(),
                                Long.toString(entry.amount().minorUnits()))
                        .compact();
        String reference = entry.bankReference();
        String byContent = entry.account() + " by content " + content;
        return new EntryName(
                reference == null || reference.isBlank()
                        ? byContent
                        : entry.account() + " " + reference + " " + uetr.compact(),
                byContent);
    }

    /** Whether the bank gave it a reference. */
    boolean hasReference() {
        return !byReference.equals(byContent);
    }
}
