package tallystick.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.access.Access;
import tallystick.app.api.problem.ProblemException;

/**
 * One page of a list that is in order of name, or of journal position told as a name.
 *
 * @param after the last name of the page before, empty for the first page
 * @param limit most items, 1 … 500
 * @param marks what marks a cursor of the caller and the list, by what it says
 */
public record Page(String after, int limit, UnaryOperator<String> marks) {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 500;

    /**
     * The page a request asks for with {@code cursor} and {@code limit}.
     *
     * @throws ProblemException 400 when either is malformed
     */
    public static Page of(HttpServletRequest request) {
        Access access = Access.of(request);
        String list = request.getRequestURI();
        UnaryOperator<String> marks = after -> access.cursorMark(list, after);
        return new Page(
                after(request.getParameter("cursor"), marks),
                limit(request.getParameter("limit")),
                marks);
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw ProblemException.ofParameter("limit", "must be a number from 1 to " + MOST);
        }
        return limit;
    }

    private static String after(@Nullable String cursor, UnaryOperator<String> marks) {
        if (cursor == null) {
            return "";
        }
        int dot = cursor.indexOf('.');
        String told = dot < 0 ? "" : cursor.substring(dot + 1);
        try {
            byte[] name =
                    Base64.getUrlDecoder().decode(dot < 0 ? cursor : cursor.substring(0, dot));
            if (Utf8Check.firstInvalid(name, name.length) == Utf8Check.VALID) {
                String after = new String(name, StandardCharsets.UTF_8);
                if (isSame(marks.apply(after), told)) {
                    return after;
                }
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below, like a cursor of other bytes.
        }
        throw ProblemException.ofParameter("cursor", "must be the next of an earlier page");
    }

    private static boolean isSame(String mark, String told) {
        return MessageDigest.isEqual(
                mark.getBytes(StandardCharsets.UTF_8), told.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The same for a list in order of journal position; −1 for the first page.
     *
     * @throws ProblemException 400 when the cursor is that of another list
     */
    public long afterPosition() {
        if (after.isEmpty()) {
            return -1;
        }
        if (!after.matches("[0-9]{1,18}")) {
            throw ProblemException.ofParameter("cursor", "must be the next of an earlier page");
        }
        return Long.parseLong(after);
    }

    /** How many items to ask for: one more than fits tells whether there is a next page. */
    public int wanted() {
        return limit + 1;
    }

    /**
     * The page's JSON: the items under {@code member}, and {@code next} when there are more.
     *
     * @param found up to {@link #wanted} items, in order
     * @param name what the items are in order of
     * @param resource an item as the API shows it
     */
    public <T> Map<String, Object> reply(
            String member, List<T> found, Function<T, String> name, Function<T, ?> resource) {
        return reply(member, found, name, resource, null);
    }

    /**
     * The same when not all there is was looked at.
     *
     * @param reached what was looked at last, null when that was all
     */
    public <T> Map<String, Object> reply(
            String member,
            List<T> found,
            Function<T, String> name,
            Function<T, ?> resource,
            @Nullable String reached) {
        boolean hasNext = found.size() > limit;
        List<T> shown = hasNext ? found.subList(0, limit) : found;
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put(member, shown.stream().map(resource).toList());
        String last = hasNext ? name.apply(shown.getLast()) : reached;
        if (last != null) {
            byte[] bytes = last.getBytes(StandardCharsets.UTF_8);
            String mark = marks.apply(last);
            String next = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            reply.put("next", mark.isEmpty() ? next : next + "." + mark);
        }
        return reply;
    }
}
