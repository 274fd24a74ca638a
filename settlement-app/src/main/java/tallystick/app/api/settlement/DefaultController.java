package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.DefaultCommand;
import tallystick.domain.settlement.Recast;

/**
 * {@code POST /v1/settlement/windows/{window}/…}: what is done about a debtor that does not pay in:
 * grace, default and default/check by another person, cover, recast and recast/check, lift and
 * lift/check.
 */
@RestController
public final class DefaultController {

    private static final String WINDOW = "/v1/settlement/windows/{window}";

    private static final Map<String, Recast.Rule> RULES =
            Map.of(
                    "unwind_defaulter",
                    Recast.Rule.UNWIND_DEFAULTER,
                    "unwind_owed_by_defaulter",
                    Recast.Rule.UNWIND_OWED_BY_DEFAULTER);

    private final LedgerGateway ledger;

    public DefaultController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping(WINDOW + "/grace")
    ResponseEntity<ClosingStepResource> grace(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        return done(
                window,
                request,
                (fields, operator) ->
                        new DefaultCommand.GiveGrace(window, operator, fields.time("until")));
    }

    @PostMapping(WINDOW + "/default")
    ResponseEntity<ClosingStepResource> propose(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        return done(
                window,
                request,
                (fields, operator) ->
                        new DefaultCommand.ProposeDefault(
                                window, operator, fields.text("reference")));
    }

    @PostMapping(WINDOW + "/default/check")
    ResponseEntity<ClosingStepResource> declare(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        return done(
                window,
                request,
                (_, operator) -> new DefaultCommand.DeclareDefault(window, operator));
    }

    @PostMapping(WINDOW + "/cover")
    ResponseEntity<ClosingStepResource> cover(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        return done(
                window,
                request,
                (_, operator) -> new DefaultCommand.CoverDefault(window, operator));
    }

    @PostMapping(WINDOW + "/recast")
    ResponseEntity<ClosingStepResource> proposeRecast(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        return done(
                window,
                request,
                (fields, operator) -> {
                    Recast.Rule rule = fields.word("rule", RULES);
                    return new DefaultCommand.ProposeRecast(
                            window,
                            operator,
                            Objects.requireNonNullElse(rule, Recast.Rule.UNWIND_DEFAULTER));
                });
    }

    @PostMapping(WINDOW + "/recast/check")
    ResponseEntity<ClosingStepResource> recast(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        return done(
                window,
                request,
                (_, operator) -> new DefaultCommand.RecastWindow(window, operator));
    }

    @PostMapping(WINDOW + "/lift")
    ResponseEntity<ClosingStepResource> proposeLift(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        return done(
                window,
                request,
                (fields, operator) ->
                        new DefaultCommand.ProposeLift(window, operator, fields.text("reason")));
    }

    @PostMapping(WINDOW + "/lift/check")
    ResponseEntity<ClosingStepResource> lift(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        return done(
                window, request, (_, operator) -> new DefaultCommand.LiftDefault(window, operator));
    }

    /** A body that is not as it must be is refused when the request is made of it. */
    private ResponseEntity<ClosingStepResource> done(
            String window,
            HttpServletRequest request,
            BiFunction<RequestFields, String, DefaultCommand> command)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        String operator = write.fields().name("operator");
        return ClosingStepResource.done(
                ledger, write, window, command.apply(write.fields(), operator));
    }
}
