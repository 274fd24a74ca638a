package tallystick.app.console;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tallystick.engine.LedgerEngine;

/** The console's parts. */
@Configuration(proxyBeanMethods = false)
class ConsoleWiring {

    @Bean
    ConsoleTicker consoleTicker(LedgerEngine engine, DataSource dataSource) {
        return new ConsoleTicker(engine, new ConsoleView(engine, dataSource, Clock.systemUTC()));
    }
}
