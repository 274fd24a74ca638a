package tallystick.app.demo;

import java.util.List;

/**
 * A window as it ended.
 *
 * @param state where it is
 * @param certificate of its finality
 * @param legs payments
 * @param unpaid payments that were not confirmed in whole
 * @param entries of the bank's reports
 * @param counted entries that counted when they came first, in camt.054
 * @param countedAgain entries that counted once more in the camt.053 of the day: none may
 * @param documents names of its documents
 * @param wrongPapers documents whose CSV or PDF could not be had, or whose total is another than
 *     the ledger's
 * @param brokenTrails hops from a bank's entry to usage, or back, that did not lead where they must
 */
record DemoSettled(
        String window,
        String state,
        String certificate,
        int legs,
        int unpaid,
        int entries,
        int counted,
        int countedAgain,
        List<String> documents,
        List<String> wrongPapers,
        List<String> brokenTrails) {}
