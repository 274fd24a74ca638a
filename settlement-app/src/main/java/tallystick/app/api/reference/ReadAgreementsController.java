package tallystick.app.api.reference;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.engine.LedgerEngine;
import tallystick.projections.reference.ReferenceProjection;
import tallystick.projections.reference.ReferenceView;

/**
 * {@code GET /v1/agreements}, the newest version of each; {@code GET /v1/agreements/{agreement}},
 * the newest of one; {@code …/versions}, all of one.
 */
@RestController
public final class ReadAgreementsController {

    private static final long TIMEOUT_SECONDS = 30;

    private final Reads reads;
    private final ReferenceView view;
    private final LedgerEngine engine;

    public ReadAgreementsController(Reads reads, ReferenceView view, LedgerEngine engine) {
        this.reads = reads;
        this.view = view;
        this.engine = engine;
    }

    /** With its conditions, as the ledger has them. */
    private AgreementResource shown(ReferenceView.AgreementVersion row) {
        return AgreementResource.of(
                row,
                LedgerGateway.orProblem(
                        () ->
                                engine.query(state -> state.conditionsOf(row.terms()))
                                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)));
    }

    @GetMapping("/v1/agreements")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, ReferenceProjection.GROUP);
        return page.reply(
                "agreements",
                view.agreements(Access.of(request).rows(), page.after(), page.wanted()),
                row -> row.terms().agreement(),
                this::shown);
    }

    @GetMapping("/v1/agreements/{agreement}")
    AgreementResource newest(@PathVariable String agreement, HttpServletRequest request) {
        return shown(versions(agreement, request).getLast());
    }

    @GetMapping("/v1/agreements/{agreement}/versions")
    Map<String, Object> versionsOf(@PathVariable String agreement, HttpServletRequest request) {
        return Map.of("versions", versions(agreement, request).stream().map(this::shown).toList());
    }

    private List<ReferenceView.AgreementVersion> versions(
            String agreement, HttpServletRequest request) {
        reads.await(request, ReferenceProjection.GROUP);
        List<ReferenceView.AgreementVersion> versions =
                view.agreementVersions(Access.of(request).rows(), agreement);
        return Reads.found(versions.isEmpty() ? null : versions, "agreement");
    }
}
