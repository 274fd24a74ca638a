-- Where each processor stands: written in the transaction of the rows it wrote.
create table token_entry (
    processor_name varchar(255) not null,
    segment        integer      not null,
    token          bytea,
    token_type     varchar(255),
    "timestamp"    varchar(255),
    owner          varchar(255),
    primary key (processor_name, segment)
);

-- The latest snapshot of each aggregate: a cache of the journal, safe to empty.
create table aggregate_snapshot (
    aggregate_id          text primary key,
    aggregate_type        text   not null,
    sequence_number       bigint not null,
    event_id              text   not null,
    occurred_epoch_millis bigint not null,
    payload_type          text   not null,
    payload_revision      text,
    payload               text   not null,
    metadata              text   not null
);
