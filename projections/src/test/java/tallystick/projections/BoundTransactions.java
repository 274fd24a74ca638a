package tallystick.projections;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.jspecify.annotations.Nullable;

/**
 * What Spring does in the application: a transaction belongs to the thread, whoever asks for a
 * connection meanwhile gets its connection, and closing that is harmless.
 */
final class BoundTransactions implements TransactionManager {

    private final DataSource dataSource;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final ConcurrentHashMap<Thread, Connection> bound = new ConcurrentHashMap<>();

    BoundTransactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Transaction startTransaction() {
        if (bound.get(Thread.currentThread()) != null) {
            return new Joined();
        }
        try {
            Connection connection = idle.poll();
            if (connection == null) {
                connection = dataSource.getConnection();
                connection.setAutoCommit(false);
            }
            bound.put(Thread.currentThread(), connection);
            return new Owned(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Gives the connection of the current transaction; refuses when there is none. */
    DataSource dataSource() {
        InvocationHandler handler =
                (_, method, _) -> {
                    if (!method.getName().equals("getConnection")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return current();
                };
        return proxy(DataSource.class, handler);
    }

    private Connection current() throws SQLException {
        Connection connection = bound.get(Thread.currentThread());
        if (connection == null) {
            throw new SQLException("no transaction on this thread");
        }
        return proxy(
                Connection.class,
                (_, method, arguments) ->
                        method.getName().equals("close")
                                ? null
                                : invoke(connection, method, arguments));
    }

    private static @Nullable Object invoke(
            Connection connection, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private interface Ending {
        void end(Connection connection) throws SQLException;
    }

    private final class Owned implements Transaction {

        private final Connection connection;

        Owned(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void commit() {
            end(Connection::commit);
        }

        @Override
        public void rollback() {
            end(Connection::rollback);
        }

        private void end(Ending ending) {
            bound.remove(Thread.currentThread());
            try {
                ending.end(connection);
                idle.push(connection);
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    /** A transaction within a transaction: the outer one ends it. */
    private static final class Joined implements Transaction {
        @Override
        public void commit() {}

        @Override
        public void rollback() {}
    }
}
