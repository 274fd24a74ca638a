-- What a projection could not fold is parked with its sequence, and the rest goes on. The journal is
-- the queue: what waits is not copied, only which sequences wait and since which position.

-- Counters: the dense numbers to be given next, for the projections that give any; an event that is
-- parked keeps its number. A revision counts changes of the tables that did not move the position.
ALTER TABLE projection_progress
    ADD COLUMN counters INTEGER[] NOT NULL DEFAULT '{}',
    ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;

UPDATE projection_progress SET counters = ARRAY[
        (SELECT coalesce(max(wallet_ref) + 1, 0) FROM wallet_balance),
        (SELECT coalesce(max(grant_ref) + 1, 0) FROM wallet_grant)]
    WHERE projection = 'wallet';
UPDATE projection_progress SET counters = ARRAY[
        (SELECT coalesce(max(version_ref) + 1, 0) FROM position_tariff),
        (SELECT coalesce(max(window_ref) + 1, 0) FROM position_window)]
    WHERE projection = 'position';

-- Nothing of such a sequence from that position on is in the projection's tables.
CREATE TABLE parked_sequence (
    projection TEXT COLLATE "C" NOT NULL,
    sequence   TEXT COLLATE "C" NOT NULL,
    since      BIGINT NOT NULL,
    waiting    BIGINT NOT NULL,
    PRIMARY KEY (projection, sequence)
) WITH (fillfactor = 50);

-- An event that could not be folded, and why.
CREATE TABLE parked_letter (
    projection          TEXT COLLATE "C" NOT NULL,
    position            BIGINT NOT NULL,
    event               TEXT COLLATE "C" NOT NULL,
    sequences           TEXT[] NOT NULL,
    cause               TEXT COLLATE "C" NOT NULL,
    parked_epoch_millis BIGINT NOT NULL,
    attempts            INTEGER NOT NULL,
    PRIMARY KEY (projection, position)
);

-- The numbers that an event would have taken, had it not been parked or kept waiting.
CREATE TABLE parked_number (
    projection TEXT COLLATE "C" NOT NULL,
    position   BIGINT NOT NULL,
    counters   INTEGER[] NOT NULL,
    PRIMARY KEY (projection, position)
);
