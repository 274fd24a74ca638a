package tallystick.app.api.person;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import tallystick.app.api.NamesActors;
import tallystick.app.person.Pseudonyms;

/** Answers say who did something by name as long as that is known. */
@RestControllerAdvice
final class NamedReplies implements ResponseBodyAdvice<Object> {

    private final Pseudonyms pseudonyms;

    NamedReplies(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    @Override
    public boolean supports(
            MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        return named(body);
    }

    private @Nullable Object named(@Nullable Object body) {
        if (body instanceof NamesActors one) {
            return one.named(pseudonyms::reveal);
        }
        if (body instanceof List<?> list && list.stream().anyMatch(NamesActors.class::isInstance)) {
            return list.stream().map(this::named).toList();
        }
        if (body instanceof Map<?, ?> page) {
            Map<Object, @Nullable Object> named = new LinkedHashMap<>();
            page.forEach((name, value) -> named.put(name, named(value)));
            return named;
        }
        return body;
    }
}
