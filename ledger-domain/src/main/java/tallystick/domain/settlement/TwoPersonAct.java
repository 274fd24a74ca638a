package tallystick.domain.settlement;

/**
 * What two persons do to a window together. The order is part of the journal's encoding: append
 * only.
 */
public enum TwoPersonAct {
    APPROVE,
    INSTRUCT,
    ABORT,
    DECLARE_DEFAULT,
    RECAST,
    LIFT_DEFAULT
}
