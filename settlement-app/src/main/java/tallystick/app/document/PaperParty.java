package tallystick.app.document;

/**
 * Who issues or receives a paper.
 *
 * @param operator its name in the federation
 * @param country ISO 3166-1 alpha-2
 */
public record PaperParty(String operator, String country) {

    public PaperParty {
        Paper.require(!operator.isBlank(), "operator", "must not be blank");
        Paper.require(country.matches("[A-Z]{2}"), "country", "must be two capital letters");
    }
}
