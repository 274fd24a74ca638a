package tallystick.app.wiring;

import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;

/**
 * Empty on purpose: it stands between Boot's data source and Axon. Axon 4.13 names Boot 3's classes
 * in its ordering, so on Boot 4 it would look for a data source before there is one, and start,
 * without a word, with no transactions and a token store in memory.
 */
@AutoConfiguration(
        after = {
            DataSourceAutoConfiguration.class,
            DataSourceTransactionManagerAutoConfiguration.class,
            TransactionAutoConfiguration.class
        },
        before = {
            JdbcAutoConfiguration.class,
            org.axonframework.springboot.autoconfig.TransactionAutoConfiguration.class
        })
public final class AutoConfigurationOrder {}
