package tallystick.projections;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source that counts the connections taken from it. */
final class CountedConnections {

    private CountedConnections() {}

    static DataSource of(DataSource dataSource, AtomicInteger count) {
        return (DataSource)
                Proxy.newProxyInstance(
                        DataSource.class.getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("getConnection")) {
                                count.incrementAndGet();
                            }
                            return method.invoke(dataSource, arguments);
                        });
    }
}
