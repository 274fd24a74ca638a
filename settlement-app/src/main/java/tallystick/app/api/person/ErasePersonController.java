package tallystick.app.api.person;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.WriteRequest;
import tallystick.app.person.PersonBook;

/**
 * {@code POST /v1/persons/{person}/erase}: deletes openings, salts and key for good, unless a legal
 * hold forbids it. Whatever was signed and whatever anybody has a receipt of stays provable.
 */
@RestController
public final class ErasePersonController {

    private final PersonBook book;

    public ErasePersonController(PersonBook book) {
        this.book = book;
    }

    @PostMapping("/v1/persons/{person}/erase")
    ResponseEntity<PersonStepResource> erase(
            @PathVariable String person, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        write.fields().finish();
        String own = PersonStepResource.own(book, request, person);
        return PersonStepResource.done(
                HttpStatus.OK, () -> book.erase(own, PersonStepResource.asked(write)));
    }
}
