package tallystick.app.api.paper;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.document.PaperParty;
import tallystick.app.wiring.TallystickProperties;
import tallystick.projections.reference.ReferenceView;

/** Operators and the hub as documents name them. */
@Component
final class Parties {

    private final ReferenceView reference;
    private final Map<String, String> legalNames;
    private final String hub;

    Parties(ReferenceView reference, TallystickProperties properties) {
        this.reference = reference;
        this.legalNames = orNone(properties.settlement().legalNames());
        this.hub = properties.settlement().hubName();
    }

    PaperParty operator(String operator) {
        ReferenceView.Operator known = reference.operator(operator);
        return new PaperParty(
                operator, known == null ? "" : known.country(), legalNames.get(operator));
    }

    PaperParty hub() {
        return new PaperParty(hub, "");
    }

    private static Map<String, String> orNone(@Nullable Map<String, String> told) {
        return told == null ? Map.of() : told;
    }
}
