package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.engine.LedgerEngine;
import tallystick.engine.tlog.TransparencyLog;
import tallystick.engine.witness.Cosigning;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.Window;
import tallystick.projections.settlement.SettlementView.WindowStatement;

/**
 * Settlement documents fail closed: where a quorum of witnesses is asked for, no statement is
 * issued, approved, instructed, made final or shown before the quorum has cosigned a checkpoint
 * that covers what it is made of. A step waits for a checkpoint of everything that was journaled
 * when it was asked for, a document for one of its window's last step.
 */
@Component
public final class WitnessGate implements WebMvcConfigurer, HandlerInterceptor {

    /** Checkpoints come every 0.4 s, cosignatures right after. */
    private static final long WAIT_MILLIS = 3_000;

    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Pattern PREFERRED =
            Pattern.compile("(?:^|.*[,;\\s])wait=([0-9]{1,6})(?:$|[,;\\s].*)");

    private static final Pattern STEPS =
            Pattern.compile(
                    "/v1/settlement/windows/\\{window}/(issue|(approve|instruct)(/check)?|finalise)");

    private static final Pattern DOCUMENTS =
            Pattern.compile(
                    "/v1/settlement/(windows/\\{window}/(statements|positions|instructions|finality|sums)"
                        + "|statements/\\{statement})(/.*)?");

    private final TransparencyLog log;
    private final Cosigning cosigning;
    private final LedgerEngine engine;
    private final SettlementView view;

    public WitnessGate(
            TransparencyLog log, Cosigning cosigning, LedgerEngine engine, SettlementView view) {
        this.log = log;
        this.cosigning = cosigning;
        this.engine = engine;
        this.view = view;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/v1/settlement/**").order(1);
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler)
            throws InterruptedException {
        if (cosigning.quorum() == 0) {
            return true;
        }
        String pattern =
                String.valueOf(
                        request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        boolean isRead = request.getMethod().equals("GET");
        if (!isRead && STEPS.matcher(pattern).matches()) {
            require(engine.lastDurablePosition(), patience(request));
        } else if (isRead && DOCUMENTS.matcher(pattern).matches()) {
            requireDocument(request);
        }
        return true;
    }

    private void requireDocument(HttpServletRequest request) throws InterruptedException {
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                instanceof Map<?, ?> names) {
            Object window = names.get("window");
            if (window == null) {
                WindowStatement found = view.statement(String.valueOf(names.get("statement")));
                window = found == null ? null : found.window();
            }
            if (window != null) {
                requireWindow(window.toString(), patience(request));
            }
            // The tables may be made to wait for a later step: that one must be covered then.
            String wanted = request.getParameter("min_position");
            if (wanted != null && wanted.matches("[0-9]{1,18}")) {
                require(
                        Math.min(Long.parseLong(wanted), engine.lastDurablePosition()),
                        patience(request));
            }
        }
    }

    /**
     * Lets documents of a window pass.
     *
     * @throws ProblemException 409 {@code not-witnessed} while the quorum has not cosigned its last
     *     step
     */
    public void requireWindow(String window) throws InterruptedException {
        requireWindow(window, WAIT_MILLIS);
    }

    private void requireWindow(String window, long waitMillis) throws InterruptedException {
        Window found = cosigning.quorum() == 0 ? null : view.window(window);
        if (found != null) {
            require(found.position(), waitMillis);
        }
    }

    /** What {@code Prefer: wait=} (RFC 7240 §4.3) says, in seconds, if that is less. */
    private static long patience(HttpServletRequest request) {
        long millis = WAIT_MILLIS;
        for (String header : Collections.list(request.getHeaders("Prefer"))) {
            Matcher wait = PREFERRED.matcher(header);
            if (wait.matches()) {
                millis = Math.min(millis, TimeUnit.SECONDS.toMillis(Long.parseLong(wait.group(1))));
            }
        }
        return millis;
    }

    private void require(long position, long waitMillis) throws InterruptedException {
        if (log.awaitWitnessed(position + 1, waitMillis) == null) {
            throw new ProblemException(
                    ProblemDocument.of(
                            ProblemCode.NOT_WITNESSED,
                            "%d witnesses have not cosigned a checkpoint of event %d; nothing was done"
                                    .formatted(cosigning.quorum(), position)),
                    RETRY_AFTER_SECONDS);
        }
    }
}
