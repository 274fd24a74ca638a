package tallystick.app.document;

import org.jspecify.annotations.Nullable;

/**
 * Who issues or receives a paper.
 *
 * @param operator its name in the federation
 * @param country ISO 3166-1 alpha-2; empty for the hub, which is of none
 * @param legalName as it stands in the register of companies, null when it was not told
 */
public record PaperParty(String operator, String country, @Nullable String legalName) {

    public PaperParty {
        Paper.require(!operator.isBlank(), "operator", "must not be blank");
        Paper.require(country.matches("([A-Z]{2})?"), "country", "must be two capital letters");
    }

    /** A party whose legal name was not told. */
    public PaperParty(String operator, String country) {
        this(operator, country, null);
    }
}
