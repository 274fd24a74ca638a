package tallystick.app.security;

import java.util.Locale;

/** Who an endpoint is for, from the few to the many. */
public enum Reach {
    /** Principals of the federation alone. */
    FEDERATION,
    /** Regulators too, who read. */
    REGULATOR,
    /** Operators too, and regulators where it reads. */
    OPERATOR,
    /** Tenants too. */
    TENANT;

    /** As the table of the documentation has it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
