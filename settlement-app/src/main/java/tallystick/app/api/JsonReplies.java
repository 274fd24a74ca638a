package tallystick.app.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemException;

/**
 * What this API answers is {@code application/json}, also to who accepts any kind of JSON: a
 * balance is no {@code application/problem+json}. Whoever does not accept it is told before
 * anything is done: a write that is carried out and then answered 406 would look refused.
 */
@Component
public final class JsonReplies implements WebMvcConfigurer, HandlerInterceptor {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/v1/**");
    }

    /** Handlers that say themselves what they produce have been chosen by it. */
    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        String produced = HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE;
        if (request.getAttribute(produced) == null) {
            if (!accepts(Collections.list(request.getHeaders("Accept")))) {
                throw new ProblemException(
                        ProblemCode.NOT_ACCEPTABLE, "this path answers in application/json");
            }
            request.setAttribute(produced, Set.of(MediaType.APPLICATION_JSON));
        }
        return true;
    }

    private static boolean accepts(List<String> headers) {
        try {
            List<MediaType> accepted = MediaType.parseMediaTypes(headers);
            return accepted.isEmpty()
                    || accepted.stream()
                            .anyMatch(
                                    type ->
                                            type.getQualityValue() > 0
                                                    && type.isCompatibleWith(
                                                            MediaType.APPLICATION_JSON));
        } catch (InvalidMediaTypeException malformed) {
            return false;
        }
    }
}
