package tallystick.projections.parking;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import tallystick.domain.LedgerEvent;
import tallystick.domain.usage.UsageRecord;

/**
 * Which sequences an event belongs to in one projection: whatever must be folded in order, and
 * after each other. An event that changes no table of the projection belongs to none. Names such as
 * {@code wallet:alice}.
 */
public interface Sequencing {

    /**
     * What sequences an event belongs to.
     *
     * @param touches changed by it: they are parked with it
     * @param needs only read by it: it waits when one is parked, and parks none of them
     */
    record Sequences(List<String> touches, List<String> needs) {

        /** Of an event that changes nothing. */
        public static final Sequences NONE = new Sequences(List.of(), List.of());

        public Sequences {
            touches = List.copyOf(touches);
            needs = List.copyOf(needs);
        }

        /** Of an event that changes these and reads no other. */
        public static Sequences touching(String... touches) {
            return new Sequences(List.of(touches), List.of());
        }
    }

    /** The sequences of a usage record. */
    Sequences of(UsageRecord usage, long position);

    /**
     * The sequences of any other event.
     *
     * @param connection for what only the tables know, such as the wallet of a grant
     */
    Sequences of(Connection connection, LedgerEvent event) throws SQLException;
}
