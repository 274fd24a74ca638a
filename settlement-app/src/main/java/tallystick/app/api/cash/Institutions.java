package tallystick.app.api.cash;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.iso20022.Envelope;
import tallystick.app.iso20022.Institution;
import tallystick.app.iso20022.MessageFault;
import tallystick.app.wiring.TallystickProperties;

/** Who is who to banks, as whoever runs the node has told it. */
@Component
final class Institutions {

    private final TallystickProperties.Settlement told;

    Institutions(TallystickProperties properties) {
        this.told = properties.settlement();
    }

    /** An operator. */
    Institution operator(String operator) {
        return institution(
                "tallystick.settlement.bics." + operator,
                of(told.bics(), operator),
                of(told.leis(), operator));
    }

    /** From the hub to the settlement agent. */
    Envelope envelope(String messageId, java.time.Instant createdAt) {
        return new Envelope(
                messageId,
                createdAt,
                institution("tallystick.settlement.hub-bic", told.hubBic(), null),
                institution("tallystick.settlement.agent-bic", told.agentBic(), null));
    }

    private static Institution institution(
            String property, @Nullable String bic, @Nullable String lei) {
        if (bic == null) {
            throw new ProblemException(ProblemCode.NOT_CONFIGURED, property + " is not set");
        }
        try {
            return new Institution(bic, lei);
        } catch (MessageFault fault) {
            throw new ProblemException(
                    ProblemCode.NOT_CONFIGURED, property + ": " + fault.getMessage());
        }
    }

    private static @Nullable String of(@Nullable Map<String, String> map, String operator) {
        return map == null ? null : map.get(operator);
    }
}
