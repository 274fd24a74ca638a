package tallystick.app.wiring;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import tallystick.engine.LedgerEngine;

/** Whether the engine takes requests: part of readiness. */
final class EngineHealth implements HealthIndicator {

    private final LedgerEngine engine;

    EngineHealth(LedgerEngine engine) {
        this.engine = engine;
    }

    @Override
    public Health health() {
        return (engine.isReady() ? Health.up() : Health.outOfService()).build();
    }
}
