package tallystick.app.api.cash;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.iso20022.CurrencyAmount;
import tallystick.app.iso20022.MessageFault;
import tallystick.app.iso20022.NetMovement;
import tallystick.app.iso20022.Pacs009Document;
import tallystick.app.iso20022.Pacs029Document;
import tallystick.app.iso20022.PaymentLeg;
import tallystick.app.iso20022.Uetr;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.projections.settlement.ClosingView;
import tallystick.projections.settlement.ClosingView.Leg;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.StepName;
import tallystick.projections.settlement.TrailView;

/**
 * What goes out to the settlement agent once a window is instructed: {@code GET
 * /v1/settlement/instructions/{uetr}.xml}, pacs.009 of a leg, or instead of all legs in a currency
 * {@code /v1/settlement/windows/{window}/instructions/{asset}.xml}, one pacs.029. The same bytes
 * whenever they are asked for.
 */
@RestController
public final class ReadMessagesController {

    private final Reads reads;
    private final ClosingView closing;
    private final SettlementView windows;
    private final TrailView trail;
    private final Institutions institutions;

    ReadMessagesController(
            Reads reads,
            ClosingView closing,
            SettlementView windows,
            TrailView trail,
            Institutions institutions) {
        this.reads = reads;
        this.closing = closing;
        this.windows = windows;
        this.trail = trail;
        this.institutions = institutions;
    }

    @GetMapping(
            path = "/v1/settlement/instructions/{uetr}.xml",
            produces = MediaType.APPLICATION_XML_VALUE)
    byte[] pacs009(@PathVariable String uetr, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP);
        Leg leg = Reads.found(closing.leg(uetr), "payment");
        SettlementLeg one = leg.leg();
        return written(
                () ->
                        Pacs009Document.of(
                                institutions.envelope(
                                        new Uetr(one.uetr()).compact(), instructedAt(leg.window())),
                                new PaymentLeg(
                                        new Uetr(one.uetr()),
                                        institutions.operator(one.debtor()),
                                        institutions.operator(one.creditor()),
                                        new CurrencyAmount(one.asset(), one.minor()),
                                        leg.valueDate(),
                                        leg.window())));
    }

    @GetMapping(
            path = "/v1/settlement/windows/{window}/instructions/{asset}.xml",
            produces = MediaType.APPLICATION_XML_VALUE)
    byte[] pacs029(
            @PathVariable String window, @PathVariable String asset, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        Reads.found(windows.window(window), "settlement window");
        Instant at = instructedAt(window);
        List<NetMovement> movements =
                windows.netPositionsOf(window).stream()
                        .filter(p -> p.asset().equals(asset) && p.minor() != 0)
                        .map(
                                p ->
                                        new NetMovement(
                                                NetReference.of(window, p.operator(), asset),
                                                institutions.operator(p.operator()),
                                                new CurrencyAmount(asset, Math.abs(p.minor())),
                                                p.minor() < 0))
                        .toList();
        Reads.found(movements.isEmpty() ? null : movements, "payment in that currency");
        String id = Uetr.of("pacs.029", window, asset).compact();
        return written(() -> Pacs029Document.of(institutions.envelope(id, at), id, movements));
    }

    private Instant instructedAt(String window) {
        return Reads.found(trail.step(window, StepName.INSTRUCTED), "payment").recordedAt();
    }

    /** A message, or what is missing to write one. */
    private interface Message {
        String text();
    }

    private static byte[] written(Message message) {
        try {
            return message.text().getBytes(StandardCharsets.UTF_8);
        } catch (MessageFault fault) {
            throw new ProblemException(
                    ProblemCode.NOT_CONFIGURED, "there is no such message: " + fault.getMessage());
        }
    }
}
