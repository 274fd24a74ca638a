/**
 * The rules of the ledger. Only java.base: the compiler refuses a clock server, a database or a
 * framework here.
 */
module tallystick.domain {
    requires static transitive org.jspecify;

    exports tallystick.domain;
    exports tallystick.domain.ledger;
    exports tallystick.domain.money;
    exports tallystick.domain.proof;
    exports tallystick.domain.quota;
    exports tallystick.domain.rating;
    exports tallystick.domain.settlement;
    exports tallystick.domain.usage;
}
