package tallystick.app.wiring;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tallystick.domain.LedgerEvent;

/** Writes one row per ledger event, and fails after writing when it is told to. */
public final class ProbeProjection {

    static final String GROUP = "probe";

    private final JdbcClient database;
    final AtomicInteger failures = new AtomicInteger();
    volatile boolean failing;

    ProbeProjection(DataSource dataSource) {
        this.database = JdbcClient.create(dataSource);
        database.sql("create table if not exists probe (position bigint not null)").update();
    }

    @EventHandler
    public void on(LedgerEvent event, @MetaDataValue("lastPosition") Long lastPosition) {
        database.sql("insert into probe values (?)").param(lastPosition).update();
        if (failing) {
            failures.incrementAndGet();
            throw new IllegalStateException("the probe fails on purpose");
        }
    }

    /** As others see them: committed ones. */
    List<Long> rows() {
        return database.sql("select position from probe order by position")
                .query(Long.class)
                .list();
    }

    String token() {
        return database.sql(
                        "select convert_from(token, 'UTF8') from token_entry where processorName ="
                                + " ?")
                .param(GROUP)
                .query(String.class)
                .single();
    }

    /** Adds the probe to a node. */
    static final class Wiring {

        @Bean
        @DependsOnDatabaseInitialization
        ProbeProjection probe(DataSource dataSource) {
            return new ProbeProjection(dataSource);
        }

        @Bean
        ConfigurerModule probeProcessor(ProbeProjection probe) {
            return configurer ->
                    configurer
                            .eventProcessing()
                            .assignHandlerInstancesMatching(GROUP, probe::equals);
        }
    }
}
