package tallystick.projections;

import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;

/** Units of work run by hand, as a processor would run them. */
final class Units {

    private final BoundTransactions transactions;

    Units(DataSource database) {
        this.transactions = new BoundTransactions(database);
    }

    /** The projections' side of it. */
    DataSource dataSource() {
        return transactions.dataSource();
    }

    BoundTransactions transactions() {
        return transactions;
    }

    /** Handles the messages in one unit of work and commits it. */
    void handle(JournalProjection projection, EventMessage<?>... messages) throws Exception {
        handle(projection, Arrays.asList(messages), () -> {});
    }

    /**
     * Handles the messages in one unit of work.
     *
     * @param beforeCommit runs when everything is written, just before the commit
     */
    void handle(JournalProjection projection, List<EventMessage<?>> messages, Runnable beforeCommit)
            throws Exception {
        BatchingUnitOfWork<EventMessage<?>> unit = new BatchingUnitOfWork<>(messages);
        unit.attachTransaction(transactions);
        // Callbacks of the commit phase run last registered first: this one, then the commit.
        unit.onCommit(_ -> beforeCommit.run());
        ResultMessage<Object> result =
                unit.executeWithResult(
                        () -> {
                            projection.on(unit.getMessage());
                            return "";
                        });
        if (result.isExceptional()) {
            if (result.exceptionResult() instanceof Exception failure) {
                throw failure;
            }
            throw new AssertionError(result.exceptionResult());
        }
    }
}
