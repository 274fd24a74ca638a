package tallystick.app.api.person;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.person.Opening;
import tallystick.app.person.PersonBook;

/**
 * What is known of somebody.
 *
 * @param operator whose customer or employee it is, {@code *} for the federation's
 * @param state {@code kept} or {@code erased}
 * @param fields what the journal is committed to, with what opens it unless it was erased
 * @param holds the cases that forbid to erase it
 */
@Wire
record PersonResource(
        String person, String operator, String state, List<Field> fields, List<String> holds) {

    /**
     * A field.
     *
     * @param commitment SHA-256(salt ‖ value), hex
     * @param value absent when it was erased
     * @param salt base64, absent when it was erased
     */
    @Wire
    record Field(String field, String commitment, @Nullable String value, @Nullable String salt) {}

    static PersonResource of(PersonBook book, String person) {
        Map<String, Field> fields = new TreeMap<>();
        book.commitments(person)
                .forEach((name, hex) -> fields.put(name, new Field(name, hex, null, null)));
        for (Opening opening : book.openings(person)) {
            String hex = opening.commitment().hex();
            String salt = Base64.getEncoder().encodeToString(opening.salt());
            fields.merge(
                    opening.field(),
                    new Field(opening.field(), hex, opening.value(), salt),
                    (_, open) -> open);
        }
        return new PersonResource(
                person,
                book.operatorOf(person),
                book.isErased(person) ? "erased" : "kept",
                List.copyOf(fields.values()),
                book.matters(person));
    }
}
