-- The application's own tables are numbered from 100, the projections' below.

-- The latest snapshot of each aggregate: a cache of the journal, safe to empty.
CREATE TABLE aggregate_snapshot (
    aggregate_id          TEXT COLLATE "C" PRIMARY KEY,
    aggregate_type        TEXT COLLATE "C" NOT NULL,
    sequence_number       BIGINT NOT NULL CHECK (sequence_number >= 0),
    event_id              TEXT COLLATE "C" NOT NULL,
    occurred_epoch_millis BIGINT NOT NULL,
    payload_type          TEXT COLLATE "C" NOT NULL,
    payload_revision      TEXT COLLATE "C",
    payload               TEXT NOT NULL,
    metadata              TEXT NOT NULL
);
