package tallystick.app.api.person;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.app.api.access.Access;
import tallystick.app.person.PersonBook;
import tallystick.app.security.Ownership;
import tallystick.projections.sql.RowScope;

/**
 * {@code POST /v1/persons}: keeps somebody's personal data beside the journal, which has nothing
 * but commitments to it. The fingerprint of the request is kept nowhere: of a short text it would
 * be as good as the text.
 */
@RestController
public final class CommitPersonController {

    private static final String FEDERATION = "*";
    private static final int MOST_FIELDS = 32;
    private static final int VALUE_MAX = 1_024;

    private final PersonBook book;
    private final Ownership ownership;

    public CommitPersonController(PersonBook book, Ownership ownership) {
        this.book = book;
        this.ownership = ownership;
    }

    @PostMapping("/v1/persons")
    ResponseEntity<PersonStepResource> commit(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields body = write.fields();
        String operator = body.text("operator");
        SortedMap<String, String> fields = new TreeMap<>();
        int given = 0;
        for (RequestFields one : body.objects("fields")) {
            fields.put(one.name("field"), one.longText("value", VALUE_MAX));
            given++;
        }
        body.broken(
                "fields",
                given < 1 || given > MOST_FIELDS
                        ? "must have 1 to " + MOST_FIELDS + " fields"
                        : fields.size() < given ? "must name each field once" : null);
        body.finish();
        RowScope rows = Access.of(request).rows();
        boolean isOwn =
                rows.isNarrow()
                        ? rows.hasOperator(operator)
                        : operator.equals(FEDERATION) || ownership.isOperator(operator);
        Reads.found(isOwn ? operator : null, "operator");
        return PersonStepResource.done(
                HttpStatus.CREATED,
                () -> book.commit(operator, fields, PersonStepResource.asked(write)));
    }
}
