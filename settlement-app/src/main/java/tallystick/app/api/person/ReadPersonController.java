package tallystick.app.api.person;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.app.person.PersonBook;
import tallystick.app.person.Pseudonyms;

/**
 * {@code GET /v1/persons/{person}}: what is kept of somebody, with what opens the commitments;
 * {@code POST /v1/persons/find}: which pseudonym an actor has. That one asks in its body, because
 * paths and queries get into logs.
 */
@RestController
public final class ReadPersonController {

    private final PersonBook book;
    private final Pseudonyms pseudonyms;

    public ReadPersonController(PersonBook book, Pseudonyms pseudonyms) {
        this.book = book;
        this.pseudonyms = pseudonyms;
    }

    @GetMapping("/v1/persons/{person}")
    PersonResource get(@PathVariable String person, HttpServletRequest request) {
        return PersonResource.of(book, PersonStepResource.own(book, request, person));
    }

    @PostMapping("/v1/persons/find")
    PersonResource find(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.readAnyKey(request);
        RequestFields fields = write.fields();
        String actor = fields.text("actor");
        fields.finish();
        String person = Reads.found(pseudonyms.find(actor), "person");
        return PersonResource.of(book, PersonStepResource.own(book, request, person));
    }
}
