package tallystick.app.api.projections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.projections.JournalProjection.Retried;
import tallystick.projections.check.ProjectionCheck;
import tallystick.projections.check.ProjectionCheck.Difference;
import tallystick.projections.parking.ParkedView;
import tallystick.projections.upkeep.Upkeep;

/**
 * {@code POST /v1/projections/{projection}/retry}, {@code …/rebuild} and {@code
 * /v1/projections/check}. They change no fact and need no key: doing one twice does no more.
 */
@RestController
public final class KeepProjectionsController {

    /** A cell that is not what the journal says. */
    @Wire
    record DifferenceResource(
            String table, String key, String column, String expected, String found) {
        static DifferenceResource of(Difference difference) {
            return new DifferenceResource(
                    difference.table(),
                    difference.key(),
                    difference.column(),
                    difference.expected(),
                    difference.actual());
        }
    }

    /**
     * What a check found.
     *
     * @param parked events that could not be folded, whose sequences differ for that reason
     */
    @Wire
    record CheckResource(
            SortedMap<String, String> positions,
            int tables,
            long rows,
            long parked,
            List<DifferenceResource> differences) {}

    private final Upkeep upkeep;
    private final ParkedView parked;
    private final Rebuilds rebuilds;

    KeepProjectionsController(Upkeep upkeep, ParkedView parked, Rebuilds rebuilds) {
        this.upkeep = upkeep;
        this.parked = parked;
        this.rebuilds = rebuilds;
    }

    @PostMapping("/v1/projections/{projection}/retry")
    Map<String, Object> retry(@PathVariable String projection) {
        Retried retried =
                upkeep.retry(
                        upkeep.outboxes().contains(projection) ? projection : known(projection));
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("projection", projection);
        reply.put("folded", retried.folded());
        reply.put("parked", retried.parked());
        return reply;
    }

    @PostMapping("/v1/projections/{projection}/rebuild")
    ResponseEntity<ProjectionResource.Rebuild> rebuild(@PathVariable String projection) {
        RunningRebuild rebuild = rebuilds.start(known(projection));
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .body(ProjectionResource.Rebuild.of(rebuild));
    }

    @PostMapping("/v1/projections/check")
    CheckResource check() {
        ProjectionCheck.Result result = upkeep.check();
        SortedMap<String, String> positions = new TreeMap<>();
        result.positions().forEach((name, at) -> positions.put(name, WireText.position(at)));
        return new CheckResource(
                positions,
                result.tables(),
                result.rows(),
                upkeep.projections().stream().mapToLong(name -> parked.of(name).letters()).sum(),
                result.differences().stream().map(DifferenceResource::of).toList());
    }

    private String known(String projection) {
        return Reads.found(
                upkeep.projections().contains(projection) ? projection : null, "projection");
    }
}
