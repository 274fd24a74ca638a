package tallystick.app.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.engine.jurisdiction.JurisdictionLog;

/** Which events a caller may see: a regulator its jurisdiction's facts, everybody else here all. */
@Component
final class VisibleFacts {

    private final JurisdictionLog log;

    VisibleFacts(JurisdictionLog log) {
        this.log = log;
    }

    /** The jurisdiction the caller is bound to, null for one of the federation. */
    static @Nullable String boundTo(HttpServletRequest request) {
        return Access.of(request).jurisdiction();
    }

    /** The log of facts, read up to a position; 409 when it is not there in time. */
    JurisdictionLog upTo(long position) {
        try {
            if (!log.await(position, Reads.WAIT_MILLIS)) {
                throw Reads.behind(position);
            }
            return log;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Reads.behind(position);
        }
    }

    /**
     * The number of an event among the facts of the caller's jurisdiction.
     *
     * @param what what is missing when it is none of them
     * @return null for a caller of the federation
     */
    @Nullable Long requireFact(HttpServletRequest request, long position, String what) {
        String jurisdiction = boundTo(request);
        if (jurisdiction == null) {
            return null;
        }
        long sequence = upTo(position).sequenceOf(jurisdiction, position);
        return Reads.found(sequence == 0 ? null : sequence, what);
    }
}
