package tallystick.app.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.problem.ProblemException;
import tallystick.domain.ledger.FactParties;
import tallystick.engine.JournalEntry;

/**
 * Which events a list is of, by what the query says of parties and types.
 *
 * @param operator one of an event's parties, null for any
 * @param type as lists show it, such as {@code UsageRecorded}, null for any
 */
record EventFilter(@Nullable String operator, @Nullable String type) {

    /**
     * Reads the query.
     *
     * @throws ProblemException 400 when a type is no name of one
     */
    static EventFilter of(HttpServletRequest request) {
        String type = request.getParameter("type");
        if (type != null && !type.matches("[A-Z][A-Za-z]{0,63}")) {
            throw ProblemException.ofParameter("type", "must be such as UsageRecorded");
        }
        return new EventFilter(request.getParameter("operator"), type);
    }

    /** Whether it lets every event pass. */
    boolean isOpen() {
        return operator == null && type == null;
    }

    /** Whether an event is of the list. */
    boolean takes(JournalEntry entry, FactParties.Owners owners) {
        if (type != null && !AuditEventResource.type(entry).equals(type)) {
            return false;
        }
        return operator == null
                || (entry instanceof JournalEntry.Ledger ledger
                        && FactParties.of(ledger.event(), owners).operators().contains(operator));
    }
}
