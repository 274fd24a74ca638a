package tallystick.app.api.projections;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tallystick.projections.parking.Poison;
import tallystick.projections.upkeep.Upkeep;

/** The rebuilds asked for since the node started; one at a time per projection. */
@Component
final class Rebuilds {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);

    private final Upkeep upkeep;
    private final ConcurrentHashMap<String, RunningRebuild> last = new ConcurrentHashMap<>();

    Rebuilds(Upkeep upkeep) {
        this.upkeep = upkeep;
    }

    @Nullable RunningRebuild of(String projection) {
        return last.get(projection);
    }

    /** Starts one, unless one runs; that one then. */
    RunningRebuild start(String projection) {
        return last.compute(
                projection,
                (_, before) ->
                        before != null && before.state().equals("running")
                                ? before
                                : begin(projection));
    }

    private RunningRebuild begin(String projection) {
        RunningRebuild rebuild = new RunningRebuild();
        Thread.ofVirtual().name("rebuild-" + projection).start(() -> run(projection, rebuild));
        return rebuild;
    }

    private void run(String projection, RunningRebuild rebuild) {
        try {
            long at = upkeep.rebuild(projection, rebuild::reached);
            rebuild.done(at);
            LOG.info("projection {} was rebuilt at position {}", projection, at);
        } catch (RuntimeException failure) {
            LOG.error("projection {} could not be rebuilt", projection, failure);
            rebuild.failed(Poison.inOneLine(failure));
        }
    }
}
