package tallystick.app.api.projections;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.app.api.WireText;
import tallystick.projections.ProgressView;
import tallystick.projections.parking.ParkedView;
import tallystick.projections.parking.ParkedView.Parked;
import tallystick.projections.upkeep.ProcessorStates;
import tallystick.projections.upkeep.Upkeep;

/**
 * {@code GET /v1/projections}: how far each projection is behind the journal and what of it is
 * parked; {@code …/{projection}/parked}: the events that could not be folded, and why.
 */
@RestController
public final class ReadProjectionsController {

    private final Upkeep upkeep;
    private final ProgressView progress;
    private final ParkedView parked;
    private final ProcessorStates processors;
    private final Rebuilds rebuilds;

    ReadProjectionsController(
            Upkeep upkeep,
            ProgressView progress,
            ParkedView parked,
            ProcessorStates processors,
            Rebuilds rebuilds) {
        this.upkeep = upkeep;
        this.progress = progress;
        this.parked = parked;
        this.processors = processors;
        this.rebuilds = rebuilds;
    }

    @GetMapping("/v1/projections")
    Map<String, Object> list() {
        Map<String, Long> positions = progress.positions();
        long last = upkeep.journal().lastPosition();
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("position", WireText.position(last));
        reply.put(
                "projections",
                upkeep.projections().stream()
                        .map(name -> resource(name, positions.getOrDefault(name, -1L), last))
                        .toList());
        reply.put(
                "outboxes",
                upkeep.outboxes().stream()
                        .map(name -> resource(name, positions.getOrDefault(name, -1L), last))
                        .toList());
        return reply;
    }

    private ProjectionResource resource(String projection, long position, long last) {
        Parked of = parked.of(projection);
        RunningRebuild rebuild = rebuilds.of(projection);
        return new ProjectionResource(
                projection,
                WireText.position(position),
                Math.max(0, last - position),
                processors.of(projection),
                of.letters(),
                of.sequences(),
                of.waiting(),
                rebuild == null ? null : ProjectionResource.Rebuild.of(rebuild));
    }

    @GetMapping("/v1/projections/{projection}/parked")
    Map<String, Object> parked(@PathVariable String projection, HttpServletRequest request) {
        Page page = Page.of(request);
        boolean isKept =
                upkeep.projections().contains(projection) || upkeep.outboxes().contains(projection);
        Reads.found(isKept ? projection : null, "projection");
        return page.reply(
                "parked",
                parked.letters(projection, page.afterPosition(), page.wanted()),
                letter -> Long.toString(letter.position()),
                LetterResource::of);
    }
}
