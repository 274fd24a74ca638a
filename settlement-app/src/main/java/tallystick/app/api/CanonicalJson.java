package tallystick.app.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One text for one JSON value: members sorted by name, no blanks, the fewest escapes; numbers stay
 * as they were spelled. A value is a {@code String}, a {@code List}, a sorted {@code Map}, a {@link
 * SortedObject} or a {@link Lexeme}.
 */
public final class CanonicalJson {

    private static final String HEX = "0123456789abcdef";

    private CanonicalJson() {}

    /** A number, {@code true}, {@code false} or {@code null} as it was spelled. */
    public record Lexeme(String text) {

        static final Lexeme NULL = new Lexeme("null");
        static final Lexeme TRUE = new Lexeme("true");
        static final Lexeme FALSE = new Lexeme("false");

        /** The lexeme of a truth value. */
        public static Lexeme of(boolean value) {
            return value ? TRUE : FALSE;
        }
    }

    /** The value the parser stands on; afterwards it stands on the value's last token. */
    public static Object read(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> Lexeme.TRUE;
            case VALUE_FALSE -> Lexeme.FALSE;
            case VALUE_NULL -> Lexeme.NULL;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Lexeme(parser.getString());
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IllegalStateException("the parser is not on a value: " + token);
        };
    }

    private static Map<String, Object> readObject(JsonParser parser) {
        Map<String, Object> members = new TreeMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            members.put(name, read(parser));
        }
        return members;
    }

    private static List<Object> readArray(JsonParser parser) {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(parser));
        }
        return items;
    }

    /** The value's text. */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    /** Appends the value's text. */
    static void append(StringBuilder out, Object value) {
        switch (value) {
            case String text -> appendText(out, text);
            case Lexeme lexeme -> out.append(lexeme.text());
            case SortedObject object -> object.appendTo(out);
            case List<?> items -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    if (i > 0) {
                        out.append(',');
                    }
                    append(out, items.get(i));
                }
                out.append(']');
            }
            case Map<?, ?> members -> {
                out.append('{');
                members.forEach(
                        (name, member) -> {
                            if (out.charAt(out.length() - 1) != '{') {
                                out.append(',');
                            }
                            appendText(out, (String) name);
                            out.append(':');
                            append(out, member);
                        });
                out.append('}');
            }
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
    }

    static void appendText(StringBuilder out, String text) {
        out.append('"');
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || isLoneSurrogate(text, i)) {
                out.append(text, plainFrom, i);
                plainFrom = i + 1;
                appendEscape(out, c);
            }
        }
        out.append(text, plainFrom, text.length()).append('"');
    }

    /** Half a pair has no UTF-8 of its own: two of them would become the same text. */
    private static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }

    private static void appendEscape(StringBuilder out, char c) {
        out.append('\\');
        switch (c) {
            case '"', '\\' -> out.append(c);
            case '\b' -> out.append('b');
            case '\f' -> out.append('f');
            case '\n' -> out.append('n');
            case '\r' -> out.append('r');
            case '\t' -> out.append('t');
            default -> {
                out.append('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX.charAt((c >> shift) & 0xf));
                }
            }
        }
    }
}
