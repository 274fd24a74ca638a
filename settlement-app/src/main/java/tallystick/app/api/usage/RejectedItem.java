package tallystick.app.api.usage;

import tallystick.app.api.problem.ProblemDocument;

/**
 * An item that is not a usage event; it never reaches the ledger.
 *
 * @param index place in the batch, from 0
 * @param problem the fields at fault and the rules they break
 */
record RejectedItem(int index, ProblemDocument problem) {}
