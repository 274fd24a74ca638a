package tallystick.app.api.measure;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.RequestBody;
import tallystick.engine.ingest.rule.UsageRule;

/**
 * {@code POST /v1/measure/empty}: reads the body as {@code POST /v1/events} does, and answers 204.
 * {@code load single} compares with it. There only with {@code
 * tallystick.measure.empty-handler=true}.
 */
@RestController
@ConditionalOnProperty("tallystick.measure.empty-handler")
public final class EmptyHandlerController {

    @PostMapping("/v1/measure/empty")
    void nothing(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RequestBody _ = RequestBody.read(request, UsageRule.MOST_BYTES);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
