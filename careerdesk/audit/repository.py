"""Queries over the audit records."""

from careerdesk.kernel.paging import Listing

APPEND = "audit_append(:records::jsonb, :at, :request)"
BROKEN = "SELECT audit_broken()"

RECORDS = Listing(
    item="""
        a.id, a.chain, a.number, a.at, a.action, a.subject_type, a.subject_id, a.sentence, a.facts, a.request_id,
        json_build_object('id', a.actor_id, 'name', coalesce(a.actor_name, 'Careerdesk')) AS actor
    """,
    source="audit_records a",
    filters={
        "q": "a.sentence ILIKE :q_like",
        "action": "a.action = :action OR starts_with(a.action, :action || '.')",
        "actor_id": "a.actor_id = :actor_id",
        "subject_type": "a.subject_type = :subject_type",
        "subject_id": "a.subject_id = :subject_id",
        "since": "a.at >= :since",
        "until": "a.at < :until",
    },
    sorts={"at": "a.at"},
    default_sort="-at",
    tie="a.id DESC",
)
# What happened to some records, without what people do for themselves alone (signing in, keeping a job, reading).
HISTORY = Listing(
    item="""
        a.id, a.at, coalesce(a.actor_name, 'Careerdesk') AS who, a.action, a.sentence,
        CASE WHEN :facts::boolean THEN a.facts END AS facts
    """,
    source="audit_records a",
    where="""
        (a.subject_type, a.subject_id) IN (SELECT * FROM unnest(:types::text[], :ids::uuid[]))
        AND split_part(a.action, '.', 1) NOT IN ('auth', 'notifications', 'preferences')
        AND a.action NOT IN ('jobs.save', 'jobs.unsave')
    """,
    filters={"q": "a.sentence ILIKE :q_like"},
    sorts={"at": "a.at"},
    default_sort="-at",
    tie="a.id DESC",
)
