package tallystick.projections.reference;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.projections.sql.ArrayStatement;

/** Events of one kind with when and at which position they were recorded. */
final class RegisteredRows<E> {

    /** The columns every reference table ends with. */
    static final List<String> RECORDED = List.of("recorded_epoch_nanos bigint", "position bigint");

    private record Row<E>(E event, long recordedEpochNanos, long position) {}

    private final List<Row<E>> rows = new ArrayList<>();

    void add(E event, long recordedEpochNanos, long position) {
        rows.add(new Row<>(event, recordedEpochNanos, position));
    }

    int size() {
        return rows.size();
    }

    E get(int index) {
        return rows.get(index).event;
    }

    /** Binds {@link #RECORDED} and executes. */
    void executeRecorded(ArrayStatement insert) throws SQLException {
        insert.longs(i -> rows.get(i).recordedEpochNanos)
                .longs(i -> rows.get(i).position)
                .execute();
    }
}
