-- What is to be sent to webhook endpoints. Not a projection: what became of a message is nowhere
-- else, so no rebuild empties this, and a row is kept until the journal says that its endpoint has
-- been served up to there (decision 19). Attempts are made when the time has come and the state is
-- PENDING; DELIVERED, FAILED and CANCELLED are ends.
CREATE TABLE webhook_delivery (
    webhook_id                TEXT COLLATE "C" PRIMARY KEY,
    endpoint                  TEXT COLLATE "C" NOT NULL,
    position                  BIGINT NOT NULL,
    event_type                TEXT COLLATE "C" NOT NULL,
    body                      TEXT NOT NULL,
    recorded_epoch_nanos      BIGINT NOT NULL,
    state                     TEXT COLLATE "C" NOT NULL DEFAULT 'PENDING',
    attempts                  INTEGER NOT NULL DEFAULT 0,
    next_epoch_millis         BIGINT NOT NULL DEFAULT 0,
    first_attempt_epoch_millis BIGINT NOT NULL DEFAULT 0,
    last_attempt_epoch_millis BIGINT NOT NULL DEFAULT 0,
    last_status               INTEGER NOT NULL DEFAULT 0,
    last_error                TEXT COLLATE "C" NOT NULL DEFAULT ''
) WITH (fillfactor = 70);

CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint, next_epoch_millis, position)
    WHERE state = 'PENDING';
CREATE INDEX webhook_delivery_log ON webhook_delivery (endpoint, position, webhook_id);
CREATE INDEX webhook_delivery_old ON webhook_delivery (last_attempt_epoch_millis)
    WHERE state <> 'PENDING';
